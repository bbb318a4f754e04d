"""The confusion matrix to click on, with the chosen cell in the address."""

import re

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import figures

_KEY = "confusion_matrix"
_QUERY = "cell"


def matrix(counts: NDArray[np.int64]) -> tuple[int, int] | None:
    """Show the matrix (10, 10) and return the chosen cell as (actual, predicted), if any."""
    cell = _cell_in_address()
    st.plotly_chart(
        figures.confusion_matrix(counts, cell, dark=st.context.theme.type == "dark"),
        key=_KEY,
        on_select=_choose,
        selection_mode="points",
        config={"displayModeBar": False},
        alt=_in_words(counts),
    )
    if cell is None:
        st.caption(
            "Click a cell to see its digits. Rows: what it is. Columns: what it was read as."
        )
    elif st.button("Show all mistakes", icon=":material/close:", key="all_mistakes"):
        del st.query_params[_QUERY]
        st.rerun(scope="fragment")
    return cell


def _cell_in_address() -> tuple[int, int] | None:
    match = re.fullmatch(r"([0-9])-([0-9])", st.query_params.get(_QUERY, ""))
    return (int(match[1]), int(match[2])) if match else None


def _choose() -> None:
    points = st.session_state[_KEY].selection.points
    if points:
        actual, predicted = points[0]["customdata"]
        st.query_params[_QUERY] = f"{actual}-{predicted}"
        st.query_params.pop("digit", None)  # it belongs to the cell before


def _in_words(counts: NDArray[np.int64]) -> str:
    mistakes = counts - np.diag(counts.diagonal())
    actual, predicted = np.unravel_index(mistakes.argmax(), mistakes.shape)
    return (
        f"Confusion matrix with {mistakes.sum()} mistakes; the most frequent: "
        f"{mistakes.max()} times a {actual} was taken for a {predicted}"
    )
