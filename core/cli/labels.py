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
    found = find_label_issues(_answers(folds, dataset), dataset.train.labels)
    rows = _rows(found, dataset, chosen.most)
    if chosen.format == "json":
        print(json.dumps(_plain(found, folds, dataset) | {"labels": rows}))
    else:
        print(_report(found, dataset, rows))
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


def _answers(folds: tuple[Run, ...], dataset: Dataset) -> NDArray[np.float64]:
    with progress_bar("Digits") as show:
        return out_of_sample_probabilities(folds, dataset, show)


def _rows(found: LabelIssues, dataset: Dataset, most: int) -> list[dict[str, Any]]:
    columns = zip(found.numbers, found.suggested, found.margins, strict=True)
    return [
        {
            "index": int(number),
            "label": int(dataset.train.labels[number]),
            "suggested": int(suggested),
            "margin": round(float(margin), 4),
        }
        for number, suggested, margin in list(columns)[:most]
    ]


def _plain(found: LabelIssues, folds: tuple[Run, ...], dataset: Dataset) -> dict[str, Any]:
    return {
        "dataset": dataset.name,
        "runs": [run.id for run in folds],
        "doubted": len(found.numbers),
        "joint": found.joint.tolist(),
    }


def _report(found: LabelIssues, dataset: Dataset, rows: list[dict[str, Any]]) -> str:
    return "\n".join(
        [
            f"{len(found.numbers)} of {len(dataset.train):,} training labels of {dataset.title} "
            "are doubted; the most doubtful first",
            f"{'index':>6} {'label':>6} {'suggested':>10} {'margin':>8}",
            *(
                f"{row['index']:>6} {row['label']:>6} {row['suggested']:>10} {row['margin']:>8.3f}"
                for row in rows
            ),
        ]
    )
