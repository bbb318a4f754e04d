"""The confusion matrix, the digits behind it, and one of them closely, side by side."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.evaluation_context import EvaluationContext
from core.analysis.evaluation_sets import EvaluationSet
from core.analysis.selection import Selection
from core.analysis.triage import ErrorCause
from core.formats import counted, percent, with_article
from pages.ui import address
from pages.ui.address.digit import open_digit
from pages.ui.evaluate.confusion_controls import IN_ADDRESS as CELL_IN_ADDRESS
from pages.ui.evaluate.confusion_controls import matrix, select_cell, selected_cell
from pages.ui.evaluate.inspect_digit import inspect
from pages.ui.evaluate.mistake_filter import IN_ADDRESS as FILTER_IN_ADDRESS
from pages.ui.evaluate.mistake_filter import mistake_filter
from pages.ui.gallery import Tile, gallery
from pages.ui.pagination import page_of
from pages.ui.scroll_to import scroll_to
from pages.ui.sticky import sticky

IN_ADDRESS = (*CELL_IN_ADDRESS, *FILTER_IN_ADDRESS)
"""Which digits are chosen here, and nowhere else."""

_PAGE_SIZE = 48
_MOST_DIGITS = 10**6

# The column of the digit is always there, so that the gallery beside it, which may have the
# keyboard's focus, is not made anew when a digit is opened; without a digit it takes no room. On a
# tablet there is room for two columns beside the matrix only one below the other.
_BESIDE_OR_BELOW = """<style>
.st-key-digits_and_digit
  [data-testid="stColumn"]:last-child:not(:has(.st-key-inspected), .st-key-inspected *) {
  display: none;
}
@media (max-width: 1100px) {
  .st-key-digits_and_digit [data-testid="stColumn"]:not(.st-key-inspected *) { min-width: 100%; }
}
</style>"""


@st.fragment
def mistakes(context: EvaluationContext) -> None:
    """Show the matrix, the digits of the chosen cell, and the chosen one of them closely."""
    left, right = st.columns([3, 5], gap="medium")
    with right:
        heading = st.container(horizontal=True, vertical_alignment="center")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            selection = selected_cell()
            passes = mistake_filter()
    with left, sticky("matrix"):
        matrix(context.evaluation.confusion_matrix, selection)
    with heading:
        _heading(selection)
    with right, st.container(key="digits_and_digit"):
        rows = passes(context, selection.rows(context.evaluation))
        _digits_and_digit(context, rows, selection.title)


def _digits_and_digit(context: EvaluationContext, rows: NDArray[np.int64], title: str) -> None:
    st.html(_BESIDE_OR_BELOW)
    digits, digit = st.columns([2, 3], gap="small")
    with digits:
        _digits(context.evaluation_set, rows, title)
    row = _opened_row(context.evaluation_set)
    if row is not None:
        with digit:
            scroll_to(str(context.evaluation_set.indices[row]), key="scroll_to_digit")
            inspect(context, row, rows)


def _heading(selection: Selection) -> None:
    st.header(selection.title)
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
    label, predicted = int(evaluation.labels[row]), int(evaluation.predictions[row])
    confidence = percent(evaluation.probabilities[row, predicted], 0)
    index = int(evaluation_set.indices[row])
    who = f"{with_article(label)} predicted as {with_article(predicted)}"
    words = f"number {index}, {who} with {confidence}"
    return Tile(index, f"{label} → {predicted}", words)


def open_among_mistakes(index: int, cause: ErrorCause | None = None, **others: str) -> None:
    """Go from another section to the mistakes, all or those of a cause, and choose a digit.

    `others` are more parameters of the address, as the run or what it is evaluated on.
    """
    nothing = dict.fromkeys(("section", "with", *IN_ADDRESS))
    address.choose(**nothing | {"cause": cause, "digit": index} | others)


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
    number = counted(len(rows), "digit")
    st.caption(f"{number}. Captions read actual → predicted; click one.")
    shown = page_of(rows, _PAGE_SIZE, key="mistakes_page")
    gallery(
        evaluation_set.images[shown],
        [tile(row, evaluation_set) for row in shown.tolist()],
        label=title,
        key="mistakes",
        on_click=open_digit,
        selected=address.index("digit", _MOST_DIGITS),
    )
