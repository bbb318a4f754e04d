"""Scores of each class: a table and a chart."""

import pandas as pd
import streamlit as st

from core import glossary
from core.analysis import ClassScores, Evaluation
from core.data import CLASS_COUNT
from core.figures import evaluation as figures


def per_class(evaluation: Evaluation) -> None:
    """Show precision, recall, F1 and support of each class as a table and as points."""
    scores = evaluation.per_class
    left, right = st.columns(2, gap="large")
    with left:
        _table(scores)
        _say_what_is_missing(scores)
    with right:
        st.plotly_chart(
            figures.class_scores(scores),
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
            "Support": scores.support,
        }
    )
    start = figures.bar_start(scores)
    bars = {
        name: st.column_config.ProgressColumn(
            help=glossary.help_text(name), format="%.2f %%", min_value=start, max_value=100.0
        )
        for name in ("Precision", "Recall", "F1")
    }
    support = st.column_config.NumberColumn(help=glossary.help_text("Support"))
    st.dataframe(
        table,
        hide_index=True,
        column_config=bars | {"Support": support},
        alt="Precision, recall, F1 and number of digits of each class",
    )
    st.caption(f"The bars start at {start:g} %, so that the differences show.")


def _say_what_is_missing(scores: ClassScores) -> None:
    if missing := [str(digit) for digit in range(CLASS_COUNT) if not scores.support[digit]]:
        st.caption(
            f"No digits to evaluate on: {', '.join(missing)}. Their recall and F1 say nothing."
        )
