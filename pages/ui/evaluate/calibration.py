"""Calibration and selective prediction: how far a model's probabilities can be relied on."""

import streamlit as st

from core.analysis import Evaluation
from core.analysis.selective_prediction import coverage_curve
from core.figures import evaluation as figures
from core.formats import percent

_COVERAGES = (1.0, 0.99, 0.98, 0.95)


def calibration(evaluation: Evaluation) -> None:
    """Show calibration and what refusing the least sure digits brings."""
    left, right = st.columns(2, gap="large")
    with left:
        st.plotly_chart(
            figures.reliability(evaluation.reliability),
            key="reliability",
            config={"displayModeBar": False},
            alt="Share of right answers against the probability told, beside a line of equality",
        )
        st.markdown(
            "Of the digits that a model calls with 90 %, nine in ten should be right: a point "
            "below the line means that it is too sure of itself, above it that it is too modest. "
            "The larger a point, the more digits it stands for; most are near 100 %. "
            "One number, the temperature, found on the validation digits, sets how sure it is."
        )
    with right:
        curve = coverage_curve(evaluation)
        st.plotly_chart(
            figures.coverage(curve),
            key="coverage",
            config={"displayModeBar": False},
            alt="Accuracy on the digits that are answered against the share that is refused",
        )
        st.table(
            {
                "Refused": [percent(1 - coverage, 0) for coverage in _COVERAGES],
                "Accuracy on the rest": [percent(curve.at(coverage)) for coverage in _COVERAGES],
            }
        )
