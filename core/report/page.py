"""A report's page: what the template is given, and the template filled."""

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from core.analysis.evaluation_report import EvaluationReport, plain_counts
from core.analysis.evaluation_sets import TITLES
from core.analysis.selective_prediction import coverage_curve
from core.analysis.triage import ErrorCause
from core.formats import count, interval, percent
from core.report import rows
from core.report.charts import coverage_chart, reliability_chart, robustness_chart

MOST_MISTAKES = 300
"""Pictures in a report, those with the highest loss; each takes about 1 kB."""

_ANSWERED = (1.0, 0.99, 0.98, 0.95, 0.9)  # shares of the digits in the table of coverage

_REASONS = {
    ErrorCause.LABEL: "Most of five people read another digit than the label says, or could not "
    "agree",
    ErrorCause.AMBIGUOUS: "The label was nearly as probable, or the training digits that the model "
    "finds most alike mostly have another label than its answer",
    ErrorCause.MODEL: "The model was sure, its neighbours agreed with it, and it was wrong",
}


def html_report(findings: EvaluationReport, made: datetime | None = None) -> str:
    """Return everything that was found as one HTML page, which asks no network for anything.

    `made` is the local time that stands at its end, now unless given.
    """
    evaluation, curve = findings.judged.evaluation, coverage_curve(findings.judged.evaluation)
    return _template().render(
        findings=findings,
        run=findings.run,
        evaluation=evaluation,
        digits=TITLES[findings.which],
        made=made or datetime.now(),
        settings=rows.setting_rows(findings.run.info.config),
        matrix=rows.matrix_rows(evaluation),
        classes=rows.class_rows(evaluation),
        mistakes=rows.mistakes(findings, MOST_MISTAKES),
        causes=None if findings.verdicts is None else plain_counts(findings.verdicts),
        reasons={str(verdict): reason for verdict, reason in _REASONS.items()},
        bins=rows.bin_rows(evaluation.reliability),
        reliability=reliability_chart(evaluation.reliability),
        coverage_curve=coverage_chart(curve),
        answered=[(share, curve.at(share)) for share in _ANSWERED],
        strain=[(found, robustness_chart(found)) for found in findings.curves or ()],
    )


@cache
def _template() -> Template:
    # Everything is escaped but the charts, which are XML already; an unknown name is an error.
    surroundings = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    surroundings.filters |= {"percent": percent, "count": count, "interval": interval}
    return surroundings.get_template("page.html")
