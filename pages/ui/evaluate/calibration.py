"""Calibration and selective prediction: how far a model's probabilities can be relied on."""

import streamlit as st

from core import glossary
from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_report import EvaluationReport
from core.analysis.selective_prediction import coverage_curve
from core.figures import evaluation as figures
from core.formats import percent

_COVERAGES = (1.0, 0.99, 0.98, 0.95)


def calibration(context: EvaluationContext) -> None:
    """Show calibration and what rejecting the least sure digits brings."""
    left, right = st.columns(2, gap="large")
    with left:
        _reliability(context)
    with right:
        _coverage(context)


def _reliability(context: EvaluationContext) -> None:
    st.plotly_chart(
        figures.reliability(context.evaluation.reliability),
        key="reliability",
        config={"displayModeBar": False},
        alt="Accuracy against confidence, beside a line of equality",
    )
    st.markdown(
        "Of the digits with a confidence of 90 %, nine in ten should be right: a point below the "
        "line means that the model is too sure of itself, above it that it is too modest. The "
        "larger a point, the more digits it stands for; most are near 100 %.",
        help=glossary.help_text("Reliability diagram"),
    )
    st.metric(
        "Temperature",
        f"{EvaluationReport(context).temperature:.3f}",
        help=glossary.help_text("Temperature"),
        width="content",
    )


def _coverage(context: EvaluationContext) -> None:
    curve = coverage_curve(context.evaluation)
    st.plotly_chart(
        figures.coverage(curve),
        key="coverage",
        config={"displayModeBar": False},
        alt="Accuracy on the digits that are answered against the share that is rejected",
    )
    st.table(
        {
            "Rejected": [percent(1 - coverage, 0) for coverage in _COVERAGES],
            "Accuracy on the rest": [percent(curve.at(coverage)) for coverage in _COVERAGES],
        }
    )
    st.caption(glossary.term("Accuracy vs. coverage").meaning)
