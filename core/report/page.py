"""A report's page: what the template is given, and the template filled."""

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from core.analysis.evaluation_report import EvaluationReport, cause_counts
from core.analysis.selective_prediction import coverage_curve
from core.analysis.triage import ErrorCause
from core.formats import count, counted, interval, percent, with_article
from core.report import rows
from core.report.charts import coverage_chart, reliability_chart, robustness_chart

MOST_MISTAKES = 300
"""Pictures in a report, those with the highest loss; each takes about 1 kB."""

_COVERAGES = (1.0, 0.99, 0.98, 0.95, 0.9)  # shares of the digits in the table of the coverage curve

_REASONS = {
    ErrorCause.LABEL: "Most of five people read another digit than the label says, or could not "
    "agree",
    ErrorCause.AMBIGUOUS: "The label was nearly as probable, or the training digits that the model "
    "finds most alike mostly have another label than its prediction",
    ErrorCause.MODEL: "The model was sure, its neighbours agreed with it, and it was wrong",
}


def html_report(report: EvaluationReport, made: datetime | None = None) -> str:
    """Return the report as one HTML page, which asks no network for anything.

    `made` is the local time that stands at its end, now unless given.
    """
    context, causes = report.context, report.error_causes
    evaluation, coverage = context.evaluation, coverage_curve(context.evaluation)
    return _template().render(
        report=report,
        context=context,
        run=context.run,
        evaluation=evaluation,
        made=made or datetime.now(),
        settings=rows.setting_rows(context.run.info.config),
        matrix=rows.matrix_rows(evaluation),
        classes=rows.class_rows(evaluation),
        mistakes=rows.mistakes(report, MOST_MISTAKES),
        causes=None if causes is None else cause_counts(causes),
        reasons={str(cause): reason for cause, reason in _REASONS.items()},
        bins=rows.bin_rows(evaluation.reliability),
        reliability=reliability_chart(evaluation.reliability),
        coverage_curve=coverage_chart(coverage),
        coverages=[(share, coverage.at(share)) for share in _COVERAGES],
        robustness=[(curve, robustness_chart(curve)) for curve in report.curves or ()],
    )


@cache
def _template() -> Template:
    # Everything is escaped but the charts, which are XML already; an unknown name is an error.
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": percent,
        "count": count,
        "counted": counted,
        "interval": interval,
        "with_article": with_article,
    }
    return environment.get_template("page.html")
