"""`python -m core evaluate`: a run on the test digits, or on others that it did not learn."""

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.analysis import Evaluation, evaluate
from core.analysis.comparison import Comparison, compare
from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_report import EvaluationReport, cause_counts
from core.analysis.evaluation_sets import TITLES, evaluate_on
from core.analysis.inspection import Inspection
from core.cli.options import add_format, add_run, load_dataset
from core.cli.output import check_output_path, write_file
from core.cli.progress import progress_bar
from core.data import CLASS_COUNT
from core.data.drawings import Drawings
from core.formats import counted, interval, percent
from core.report import html_report
from core.runs.store import RunStore


def register(commands: Any) -> None:  # noqa: ANN401
    """Add the command."""
    parser = commands.add_parser(
        "evaluate",
        help="show what a run gets right and wrong",
        description="Evaluate a run on the test digits: accuracy, scores by class, confusions.",
    )
    add_run(parser, "run")
    parser.add_argument(
        "--on",
        choices=list(TITLES),
        default="test",
        help="which digits it is evaluated on: test (the default), test with MNIST's known wrong "
        "labels corrected, the validation digits of the run, or the drawings saved on the Predict "
        "page",
    )
    parser.add_argument(
        "--scores",
        action="store_true",
        help="only what follows from the predictions; leave out triage and robustness, which take "
        "half a minute the first time",
    )
    parser.add_argument(
        "--against",
        metavar="RUN",
        help="compare with another run too, on the test digits: how many digits it corrects and "
        "gets newly wrong, and by McNemar's test whether the difference is real",
    )
    parser.add_argument(
        "--html",
        type=Path,
        metavar="FILE",
        help="write everything as one HTML page too, which needs no network",
    )
    parser.add_argument("--force", action="store_true", help="replace that file if it is there")
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Evaluate, print, and write the report."""
    run = RunStore().get(chosen.run)
    page: Path | None = chosen.html
    if page is not None:
        check_output_path(page, force=chosen.force)  # before half a minute of work, not after it
    dataset = load_dataset()
    drawn = Drawings().read() if chosen.on == "drawings" else None
    evaluation_set = evaluate_on(run, dataset, chosen.on, drawn)
    context = EvaluationContext(run, dataset, chosen.on, evaluation_set)
    comparison = _compared(context, chosen.against) if chosen.against else None
    report = EvaluationReport(context)
    if not chosen.scores:
        report = _inspected(report)
    if chosen.format == "json":
        compared = {"comparison": comparison.to_dict()} if comparison else {}
        print(json.dumps(report.to_dict() | compared))
    else:
        print(*_score_lines(context), *_inspection_lines(report), sep="\n")
        if comparison:
            print("", comparison.conclusion(run.id, chosen.against), sep="\n")
    if page is not None:
        write_file(html_report(report), page)
    return 0


def _compared(context: EvaluationContext, other: str) -> Comparison:
    mine = evaluate(context.run, context.dataset)
    return compare(mine, evaluate(RunStore().get(other), context.dataset))


def _inspected(report: EvaluationReport) -> EvaluationReport:
    context = report.context
    inspection = Inspection(context.run, context.dataset)
    with progress_bar("Training digits") as show:
        index = inspection.neighbour_index(show)
    causes = inspection.triage(context.evaluation_set, index)
    with progress_bar("Distortions") as show:
        curves = inspection.robustness(show)
    return replace(report, error_causes=causes, curves=curves)


def _inspection_lines(report: EvaluationReport) -> list[str]:
    if report.error_causes is None:
        return []
    counts = cause_counts(report.error_causes)
    causes = [f"{count:>5}  {cause}" for cause, count in counts.items()]
    lines = ["", "error causes", *causes, "", "accuracy under distortion"]
    for curve in report.curves or ():
        points = zip(curve.strengths, curve.accuracies, strict=True)
        shares = "  ".join(f"{strength:g}: {percent(share, 1)}" for strength, share in points)
        lines.append(f"{curve.title} ({curve.unit})  {shares}")
    return lines


def _score_lines(context: EvaluationContext) -> list[str]:
    run, evaluation = context.run, context.evaluation
    of_dataset = "" if context.set_name == "drawings" else f" of {context.dataset.title}"
    return [
        f"{run.title} ({run.id}) on {counted(len(evaluation.labels), 'digit')}{of_dataset}: "
        f"{context.set_title.lower()}",
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
        "calibration (digits by confidence, the probability of the predicted class)",
        *_reliability_lines(evaluation),
    ]


def _class_lines(evaluation: Evaluation) -> list[str]:
    scores = evaluation.per_class
    rows = zip(scores.precision, scores.recall, scores.f1, scores.support, strict=True)
    return [f"{'digit':>5} {'precision':>10} {'recall':>10} {'F1':>10} {'digits':>7}"] + [
        f"{digit:>5} {percent(p):>10} {percent(r):>10} {percent(f1):>10} {n:>7}"
        for digit, (p, r, f1, n) in enumerate(rows)
    ]


def _matrix_lines(evaluation: Evaluation) -> list[str]:
    header = "   " + "".join(f"{digit:>6}" for digit in range(CLASS_COUNT))
    matrix = evaluation.confusion_matrix
    return [header] + [f"{i:>3}" + "".join(f"{n:>6}" for n in row) for i, row in enumerate(matrix)]


def _reliability_lines(evaluation: Evaluation) -> list[str]:
    bins = evaluation.reliability
    rows = zip(bins.confidences, bins.accuracies, bins.counts, strict=True)
    return [f"{'confidence':>12} {'accuracy':>10} {'digits':>7}"] + [
        f"{percent(confidence):>12} {percent(accuracy):>10} {n:>7}"
        for confidence, accuracy, n in rows
        if n
    ]
