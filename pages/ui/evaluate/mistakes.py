"""The confusion matrix and the digits behind it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_sets import EvaluationSet
from core.analysis.selection import Selection
from core.analysis.triage import ErrorCause
from core.formats import count, percent
from pages.ui import address
from pages.ui.evaluate.confusion_controls import IN_ADDRESS as CELL_IN_ADDRESS
from pages.ui.evaluate.confusion_controls import matrix, select_cell, selected_cell
from pages.ui.evaluate.inspect_digit import inspect
from pages.ui.evaluate.mistake_filter import IN_ADDRESS as FILTER_IN_ADDRESS
from pages.ui.evaluate.mistake_filter import mistake_filter
from pages.ui.gallery import Tile, gallery
from pages.ui.pagination import page_of
from pages.ui.scroll_to import scroll_to

IN_ADDRESS = (*CELL_IN_ADDRESS, *FILTER_IN_ADDRESS)
"""Which digits are chosen here, and nowhere else."""

_PAGE_SIZE = 48
_MOST_DIGITS = 10**6


@st.fragment
def mistakes(context: EvaluationContext) -> None:
    """Show the matrix, the digits of the chosen cell, and the chosen one of them closely."""
    left, right = st.columns(2, gap="large")
    with right:
        heading = st.container(horizontal=True, vertical_alignment="center")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            selection = selected_cell()
            passes = mistake_filter()
    with left:
        matrix(context.evaluation.confusion_matrix, selection)
    with heading:
        _heading(selection)
    with right:
        rows = passes(context, selection.rows(context.evaluation))
        _digits(context.evaluation_set, rows, selection.title)
    row = _opened_row(context.evaluation_set)
    if row is not None:
        scroll_to(str(context.evaluation_set.indices[row]), key="scroll_to_digit")
        inspect(context, row, rows)


def _heading(selection: Selection) -> None:
    st.subheader(selection.title)
    if selection != Selection():
        st.button(
            "All mistakes",
            icon=":material/close:",
            key="all_mistakes",
            on_click=select_cell,
            args=(Selection(),),
        )


def tile(row: int, evaluation_set: EvaluationSet) -> Tile:
    """Return the tile of a digit by its row in the evaluation."""
    evaluation = evaluation_set.evaluation
    label, predicted = evaluation.labels[row], evaluation.predictions[row]
    confidence = percent(evaluation.probabilities[row, predicted], 0)
    index = int(evaluation_set.indices[row])
    called = "recognised as" if label == predicted else "taken for"
    words = f"number {index}, a {label} {called} a {predicted} with {confidence}"
    return Tile(index, f"{label} → {predicted}", words)


def open_digit(index: int) -> None:
    """Choose a digit by its index in the split."""
    address.choose(digit=index)


def open_among_mistakes(index: int, cause: ErrorCause | None = None, **others: str) -> None:
    """Go from another section to the mistakes, all or those of a cause, and choose a digit.

    `others` are more parameters of the address, as the run or what it is evaluated on.
    """
    address.choose(section=None, cause=cause, digit=index, **others)


def _opened_row(evaluation_set: EvaluationSet) -> int | None:
    indices, index = evaluation_set.indices, address.index("digit", _MOST_DIGITS)
    if index is None:
        return None
    row = int(np.searchsorted(indices, index))
    if row < len(indices) and indices[row] == index:
        return row
    address.reject("digit", "It is not among the digits that the model is evaluated on.")
    return None


def _digits(evaluation_set: EvaluationSet, rows: NDArray[np.int64], title: str) -> None:
    if not len(rows):
        st.info("There is no such digit. Click another cell of the matrix or widen the filters.")
        return
    st.caption(f"{count(len(rows))} digits. Captions read actual → predicted; click one.")
    shown = page_of(rows, _PAGE_SIZE, key="mistakes_page")
    gallery(
        evaluation_set.images[shown],
        [tile(row, evaluation_set) for row in shown.tolist()],
        label=title,
        key="mistakes",
        on_click=open_digit,
        selected=address.index("digit", _MOST_DIGITS),
    )
