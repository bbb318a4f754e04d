"""Scores of each class."""

import pandas as pd
import streamlit as st

from core.analysis import Evaluation


def per_class(evaluation: Evaluation) -> None:
    """Show precision, recall, F1 and support of each class."""
    scores = evaluation.per_class
    table = pd.DataFrame(
        {
            "Digit": range(10),
            "Precision": scores.precision,
            "Recall": scores.recall,
            "F1": scores.f1,
            "Digits": scores.support,
        }
    )
    share = {"format": "percent", "min_value": 0.0, "max_value": 1.0}
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "Precision": st.column_config.ProgressColumn(
                help="Of all that the model called this digit: the share that is one.", **share
            ),
            "Recall": st.column_config.ProgressColumn(
                help="Of all that are this digit: the share that the model found.", **share
            ),
            "F1": st.column_config.ProgressColumn(
                help="The harmonic mean of both: high only where both are.", **share
            ),
        },
        alt="Precision, recall, F1 and number of digits of each class",
    )
