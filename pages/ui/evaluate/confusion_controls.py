"""The confusion matrix, how it is shown, and what is chosen in it; the address has both."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.analysis.confusion import Measure, View, cells
from core.analysis.selection import Selection
from core.data import CLASS_COUNT
from pages.ui import address
from pages.ui.address.widgets import FLAGS, choice
from pages.ui.evaluate.matrix_grid import matrix_grid

_ACTUAL, _PREDICTED = "actual", "predicted"
IN_ADDRESS = (_ACTUAL, _PREDICTED)
_DIGITS = range(CLASS_COUNT)
_BY_TEXT = {str(digit): digit for digit in _DIGITS}


def selected_cell() -> Selection:
    """Show the two boxes that say what is chosen and return it."""
    actual = st.selectbox(
        "Actual",
        _DIGITS,
        index=None,
        placeholder="any",
        **choice(_ACTUAL, _BY_TEXT, None, without=("digit",)),
        width=100,
        help=glossary.help_text("Actual"),
    )
    predicted = st.selectbox(
        "Predicted",
        _DIGITS,
        index=None,
        placeholder="any",
        **choice(_PREDICTED, _BY_TEXT, None, without=("digit",)),
        width=105,
        help=glossary.help_text("Predicted"),
    )
    return Selection(actual, predicted)


def select_cell(selection: Selection) -> None:
    """Choose what the boxes and the matrix show from now on."""
    # The opened digit belongs to what was chosen before.
    address.choose(actual=selection.actual, predicted=selection.predicted, digit=None)


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
        required=True,
        **choice("shown_as", {each.value: each for each in Measure}, Measure.COUNTS),
        help=glossary.help_text(
            "Confusion matrix",
            "In counts of digits; or each as a share of its row, in percent, or of its column.",
        ),
    )
    return Measure(measure)


def _diagonal() -> bool:
    return st.toggle(
        "Diagonal",
        **choice("diagonal", FLAGS, default=True),
        help=glossary.help_text("Diagonal"),
    )


def _logarithmic() -> bool:
    return st.toggle(
        "Log colours",
        **choice("logarithmic", FLAGS, default=True),
        help=glossary.help_text("Log colours"),
    )
