"""`python -m core labels`: training labels that are probably wrong."""

import argparse
import json
import signal
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from core.analysis.label_issues import LabelIssues, find_label_issues, out_of_sample_probabilities
from core.cli.options import add_format, load_dataset
from core.cli.progress import progress_bar
from core.data import Dataset
from core.errors import DigitLabError
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.cross_validation import FOLDS, create_missing, fold_runs, is_complete
from core.training.worker import train_run


def register(commands: Any) -> None:  # noqa: ANN401 - argparse keeps its type to itself
    """Add the command."""
    parser = commands.add_parser(
        "labels",
        help="find training labels that are probably wrong",
        description=f"Train {FOLDS} small networks, each without a part of the training digits, "
        "unless they are there already; ask each about the digits that it has not learned from, "
        "and list the labels that they doubt, the most doubtful first.",
    )
    parser.add_argument(
        "--most", type=int, default=50, metavar="N", help="list at most N (default: 50)"
    )
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Train what is missing and list."""
    if chosen.most < 1:
        raise DigitLabError(f"--most must be at least 1, not {chosen.most}.")
    dataset = load_dataset()
    folds = _trained(RunStore(), dataset)
    issues = find_label_issues(_probabilities(folds, dataset), dataset.train.labels)
    rows = _rows(issues, dataset, chosen.most)
    if chosen.format == "json":
        print(json.dumps(_plain(issues, folds, dataset) | {"labels": rows}))
    else:
        print(_report(issues, dataset, rows))
    return 0


def _trained(store: RunStore, dataset: Dataset) -> tuple[Run, ...]:
    missing = create_missing(store, dataset)
    for run in tqdm(missing, "Training", file=sys.stderr, disable=None, leave=False):
        signal.signal(signal.SIGINT, lambda *_, run=run: run.request_stop("user"))
        train_run(run)
        if store.get(run.id).stop_reason() is not None:
            break
    folds = fold_runs(store.runs(), dataset)
    if not is_complete(folds):
        raise DigitLabError(
            f"Only {sum(run.is_usable for run in folds.values())} of {FOLDS} networks are "
            "trained; call this again once the others have ended, to train the rest."
        )
    return tuple(folds[fold] for fold in range(FOLDS))


def _probabilities(folds: tuple[Run, ...], dataset: Dataset) -> NDArray[np.float64]:
    with progress_bar("Digits") as show:
        return out_of_sample_probabilities(folds, dataset, show)


def _rows(issues: LabelIssues, dataset: Dataset, most: int) -> list[dict[str, Any]]:
    columns = zip(issues.indices, issues.suggested, issues.margins, strict=True)
    return [
        {
            "index": int(index),
            "label": int(dataset.train.labels[index]),
            "suggested": int(suggested),
            "margin": round(float(margin), 4),
        }
        for index, suggested, margin in list(columns)[:most]
    ]


def _plain(issues: LabelIssues, folds: tuple[Run, ...], dataset: Dataset) -> dict[str, Any]:
    return {
        "dataset": dataset.name,
        "runs": [run.id for run in folds],
        "doubted": len(issues.indices),
        "joint": issues.joint.tolist(),
    }


def _report(issues: LabelIssues, dataset: Dataset, rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        [
            f"{len(issues.indices)} of {len(dataset.train):,} training labels of {dataset.title} "
            "are doubted; the most doubtful first",
            f"{'index':>6} {'label':>6} {'suggested':>10} {'margin':>8}",
            *(
                f"{row['index']:>6} {row['label']:>6} {row['suggested']:>10} {row['margin']:>8.3f}"
                for row in rows
            ),
        ]
    )
