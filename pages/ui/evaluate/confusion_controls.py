"""The confusion matrix, how it is shown, and what is chosen in it; the address has both."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.confusion import Measure, View, cells
from core.analysis.selection import Selection
from core.data import CLASS_COUNT
from pages.ui import address
from pages.ui.address_widgets import FLAGS, choice
from pages.ui.evaluate.matrix_grid import matrix_grid

_ACTUAL, _PREDICTED = "actual", "predicted"
IN_ADDRESS = (_ACTUAL, _PREDICTED)
_DIGITS = range(CLASS_COUNT)
_BY_TEXT = {str(digit): digit for digit in _DIGITS}


def selected_cell() -> Selection:
    """Show the two boxes that say what is chosen and return it."""
    actual = st.selectbox(
        "Is",
        _DIGITS,
        index=None,
        placeholder="any digit",
        **choice(_ACTUAL, _BY_TEXT, None, without=("digit",)),
        width=120,
        help="The actual class, its label: the row of the matrix.",
    )
    predicted = st.selectbox(
        "Recognised as",
        _DIGITS,
        index=None,
        placeholder="any digit",
        **choice(_PREDICTED, _BY_TEXT, None, without=("digit",)),
        width=145,
        help="The class that the model predicted: the column of the matrix.",
    )
    return Selection(actual, predicted)


def select_cell(selection: Selection) -> None:
    """Choose what the boxes and the matrix show from now on."""
    # The opened digit belongs to what was chosen before.
    address.choose(actual=selection.actual, predicted=selection.predicted, digit=None)


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
        required=True,
        **choice("shown_as", {each.value: each for each in Measure}, Measure.COUNTS),
        help="Counts of digits; each as a share of all digits of its row, which are that digit; "
        "or of its column, which were taken for that digit. A share is in percent.",
    )
    diagonal = st.toggle(
        "Diagonal",
        **choice("diagonal", FLAGS, default=True),
        help="The right answers. Without them the colours go by the mistakes alone.",
    )
    logarithmic = st.toggle(
        "Log colours",
        **choice("logarithmic", FLAGS, default=True),
        help="Colours by the logarithm: one mistake is seen beside a thousand right answers. "
        "Without it a cell of twice the number has twice the colour.",
    )
    return View(Measure(measure), diagonal, logarithmic)
