"""The confusion matrix, how it is shown, and what is chosen in it; the address has both."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

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
        "Is",
        _DIGITS,
        index=None,
        placeholder="any digit",
        key=_ACTUAL,
        on_change=_close_digit,
        bind="query-params",
        width=120,
        help="The actual class, its label: the row of the matrix.",
    )
    predicted = st.selectbox(
        "Recognised as",
        _DIGITS,
        index=None,
        placeholder="any digit",
        key=_PREDICTED,
        on_change=_close_digit,
        bind="query-params",
        width=145,
        help="The class that the model predicted: the column of the matrix.",
    )
    return Selection(actual, predicted)


def select_cell(selection: Selection) -> None:
    """Choose what the boxes and the matrix show from now on."""
    st.session_state[_ACTUAL] = selection.actual
    st.session_state[_PREDICTED] = selection.predicted
    _close_digit()


def matrix(counts: NDArray[np.int64], selection: Selection) -> None:
    """Show the matrix (10, 10), and above it how it is to be shown."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        view = _view()
    matrix_grid(
        counts, cells(counts, view), selection, key="confusion_matrix", on_click=select_cell
    )


def _view() -> View:
    measure = st.segmented_control(
        "Confusion matrix",
        list(Measure),
        default=Measure.COUNTS,
        required=True,
        key="shown_as",
        bind="query-params",
        help="Counts of digits; each as a share of all digits of its row, which are that digit; "
        "or of its column, which were taken for that digit. A share is in percent.",
    )
    diagonal = st.toggle(
        "Diagonal",
        value=True,
        key="diagonal",
        bind="query-params",
        help="The right answers. Without them the colours go by the mistakes alone.",
    )
    logarithmic = st.toggle(
        "Log colours",
        value=True,
        key="logarithmic",
        bind="query-params",
        help="Colours by the logarithm: one mistake is seen beside a thousand right answers. "
        "Without it a cell of twice the number has twice the colour.",
    )
    return View(Measure(measure), diagonal, logarithmic)


def _close_digit() -> None:
    st.query_params.pop("digit", None)  # it belongs to what was chosen before
