"""`python -m core evaluate`: a run on the test digits."""

import argparse
import json
from typing import Any

from core.analysis import Evaluation, evaluate
from core.cli.options import add_format, add_run, load_dataset
from core.data import Dataset
from core.formats import interval, percent
from core.training.runs import Run
from core.training.store import RunStore


def register(commands: Any) -> None:  # noqa: ANN401
    """Add the command."""
    parser = commands.add_parser(
        "evaluate",
        help="show what a run gets right and wrong",
        description="Evaluate a run on the test digits: accuracy, scores by class, confusions.",
    )
    add_run(parser, "run")
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Evaluate and print."""
    run = RunStore().get(chosen.run)
    dataset = load_dataset()
    evaluation = evaluate(run, dataset)
    if chosen.format == "json":
        print(json.dumps({"run": run.id, "dataset": dataset.name, **evaluation.to_dict()}))
    else:
        print(_report(run, dataset, evaluation))
    return 0


def _report(run: Run, dataset: Dataset, evaluation: Evaluation) -> str:
    return "\n".join(
        [
            f"{run.title} ({run.id}) on the {len(evaluation.labels):,} test digits of "
            f"{dataset.title}",
            f"accuracy {percent(evaluation.accuracy)} (95 % interval "
            f"{interval(evaluation.accuracy_interval)}), {evaluation.errors} errors, "
            f"loss {evaluation.loss:.4f}, calibration error "
            f"{percent(evaluation.reliability.error)}",
            "",
            *_class_lines(evaluation),
            "",
            "confusions (rows: actual, columns: predicted)",
            *_matrix_lines(evaluation),
            "",
            "calibration (digits by the probability of the predicted class)",
            *_reliability_lines(evaluation),
        ]
    )


def _class_lines(evaluation: Evaluation) -> list[str]:
    scores = evaluation.per_class
    rows = zip(scores.precision, scores.recall, scores.f1, scores.support, strict=True)
    return [f"{'digit':>5} {'precision':>10} {'recall':>10} {'F1':>10} {'digits':>7}"] + [
        f"{digit:>5} {percent(p):>10} {percent(r):>10} {percent(f1):>10} {n:>7}"
        for digit, (p, r, f1, n) in enumerate(rows)
    ]


def _matrix_lines(evaluation: Evaluation) -> list[str]:
    header = "   " + "".join(f"{digit:>6}" for digit in range(10))
    matrix = evaluation.confusion_matrix
    return [header] + [f"{i:>3}" + "".join(f"{n:>6}" for n in row) for i, row in enumerate(matrix)]


def _reliability_lines(evaluation: Evaluation) -> list[str]:
    bins = evaluation.reliability
    rows = zip(bins.confidences, bins.accuracies, bins.counts, strict=True)
    return [f"{'probability':>12} {'right':>10} {'digits':>7}"] + [
        f"{percent(sure):>12} {percent(right):>10} {n:>7}" for sure, right, n in rows if n
    ]
