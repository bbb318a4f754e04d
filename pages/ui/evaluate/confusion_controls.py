"""The confusion matrix, how it is shown, and what is chosen in it; the address has both."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.analysis.confusion import Measure, View, cells
from core.analysis.selection import Selection
from core.data import CLASS_COUNT
from pages.ui.evaluate.matrix_grid import matrix_grid

_ACTUAL, _PREDICTED = "actual", "predicted"
IN_ADDRESS = (_ACTUAL, _PREDICTED)
_DIGITS = range(CLASS_COUNT)


def selected_cell() -> Selection:
    """Show the two boxes that say what is chosen and return it."""
    actual = st.selectbox(
        "Actual",
        _DIGITS,
        index=None,
        placeholder="any",
        key=_ACTUAL,
        on_change=_close_digit,
        bind="query-params",
        width=100,
        help=glossary.help_text("Actual"),
    )
    predicted = st.selectbox(
        "Predicted",
        _DIGITS,
        index=None,
        placeholder="any",
        key=_PREDICTED,
        on_change=_close_digit,
        bind="query-params",
        width=105,
        help=glossary.help_text("Predicted"),
    )
    return Selection(actual, predicted)


def select_cell(selection: Selection) -> None:
    """Choose what the boxes and the matrix show from now on."""
    st.session_state[_ACTUAL] = selection.actual
    st.session_state[_PREDICTED] = selection.predicted
    _close_digit()


def matrix(counts: NDArray[np.int64], selection: Selection) -> None:
    """Show the matrix (10, 10), above it what its cells say and below it how they are coloured."""
    measure = _measure()
    grid = st.container()
    with st.container(horizontal=True, gap="medium"):
        view = View(measure, _diagonal(), _logarithmic())
    with grid:
        matrix_grid(
            counts, cells(counts, view), selection, key="confusion_matrix", on_click=select_cell
        )


def _measure() -> Measure:
    measure = st.segmented_control(
        "Confusion matrix",
        list(Measure),
        default=Measure.COUNTS,
        required=True,
        key="shown_as",
        bind="query-params",
        help=glossary.help_text(
            "Confusion matrix",
            "In counts of digits; or each as a share of its row, in percent, or of its column.",
        ),
    )
    return Measure(measure)


def _diagonal() -> bool:
    return st.toggle(
        "Diagonal",
        value=True,
        key="diagonal",
        bind="query-params",
        help=glossary.help_text("Diagonal"),
    )


def _logarithmic() -> bool:
    return st.toggle(
        "Log colours",
        value=True,
        key="logarithmic",
        bind="query-params",
        help=glossary.help_text("Log colours"),
    )


def _close_digit() -> None:
    st.query_params.pop("digit", None)  # it belongs to what was chosen before
