"""Robustness: accuracy against the strength of a distortion."""

from math import ceil

import streamlit as st

from core.data import Dataset
from core.figures import evaluation as figures
from core.runs.run import Run
from pages.ui import cache

_IN_A_ROW = 4


def robustness(run: Run, dataset: Dataset) -> None:
    """Show a curve for each distortion."""
    st.markdown(
        "Accuracy on 2,000 test digits as they are turned, moved, blurred and so on, more and "
        "more. The band is the 95 % interval. The model is given the distorted pixels as they "
        "are; on the Predict page a picture is first brought to MNIST's form, which undoes much "
        "of this."
    )
    curves = cache.robustness(run, dataset)
    # Row by row, so that the order on a phone, where columns follow one another, stays the same.
    rows = ceil(len(curves) / _IN_A_ROW)
    columns = [column for _ in range(rows) for column in st.columns(_IN_A_ROW)]
    for number, figure in enumerate(figures.robustness(curves)):
        columns[number].plotly_chart(
            figure,
            key=f"robustness_{number}",
            config={"displayModeBar": False},
            alt=f"Accuracy against {curves[number].title.lower()}",
        )
