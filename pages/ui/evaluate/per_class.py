"""Scores of each class: a table and a chart."""

import pandas as pd
import streamlit as st

from core.analysis import ClassScores, Evaluation
from core.data import CLASS_COUNT
from core.figures import evaluation as figures

_HELP = {
    "Precision": "Of all that the model called this digit: the share that is one.",
    "Recall": "Of all that are this digit: the share that the model found.",
    "F1": "The harmonic mean of both: high only where both are.",
}


def per_class(evaluation: Evaluation) -> None:
    """Show precision, recall, F1 and support of each class as a table and as points."""
    left, right = st.columns(2, gap="large")
    with left:
        _table(evaluation.per_class)
    with right:
        st.plotly_chart(
            figures.class_scores(evaluation.per_class),
            key="class_scores",
            config={"displayModeBar": False},
            alt="Recall, precision and F1 of each class; the table holds the same numbers",
        )
        st.caption("The line through a recall is its 95 % interval.")


def _table(scores: ClassScores) -> None:
    table = pd.DataFrame(
        {
            "Digit": range(CLASS_COUNT),
            "Precision": 100 * scores.precision,
            "Recall": 100 * scores.recall,
            "F1": 100 * scores.f1,
            "Digits": scores.support,
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            name: st.column_config.ProgressColumn(
                help=words, format="%.2f %%", min_value=0.0, max_value=100.0
            )
            for name, words in _HELP.items()
        },
        alt="Precision, recall, F1 and number of digits of each class",
    )
