"""The confusion matrix and the digits behind it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.evaluation_sets import EvaluationSet
from core.analysis.selection import Selection
from core.analysis.triage import ErrorCause
from core.data import Dataset
from core.formats import count, percent
from core.runs.run import Run
from pages.ui import address
from pages.ui.evaluate.confusion_controls import IN_ADDRESS as CELL_IN_ADDRESS
from pages.ui.evaluate.confusion_controls import matrix, select_cell, selected_cell
from pages.ui.evaluate.inspect_digit import inspect
from pages.ui.evaluate.mistake_filter import IN_ADDRESS as FILTER_IN_ADDRESS
from pages.ui.evaluate.mistake_filter import filter_by_cause, mistake_filter, page_of
from pages.ui.gallery import Tile, gallery
from pages.ui.scroll_to import scroll_to

IN_ADDRESS = (*CELL_IN_ADDRESS, *FILTER_IN_ADDRESS)
"""Which digits are chosen here, and nowhere else."""


@st.fragment
def mistakes(run: Run, dataset: Dataset, judged: EvaluationSet) -> None:
    """Show the matrix, the digits of the chosen cell, and the chosen one of them closely."""
    left, right = st.columns(2, gap="large")
    with right:
        heading = st.container(horizontal=True, vertical_alignment="center")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            selection = selected_cell()
            passes = mistake_filter()
    with left:
        matrix(judged.evaluation.confusion_matrix, selection)
    with heading:
        _heading(selection)
    with right:
        places = passes(run, dataset, judged, selection.places(judged.evaluation))
        _digits(judged, places, selection.title)
    place = _open_place(judged)
    if place is not None:
        scroll_to(str(judged.numbers[place]), key="reveal_digit")
        inspect(run, dataset, judged, place, places)


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


def tile(place: int, judged: EvaluationSet) -> Tile:
    """Return the tile of a digit by its place in the evaluation."""
    evaluation = judged.evaluation
    label, predicted = evaluation.labels[place], evaluation.predictions[place]
    sure = percent(evaluation.probabilities[place, predicted], 0)
    number = int(judged.numbers[place])
    called = "recognised as" if label == predicted else "taken for"
    words = f"number {number}, a {label} {called} a {predicted} with {sure}"
    return Tile(number, f"{label} → {predicted}", words)


def open_digit(number: int) -> None:
    """Choose a digit by its number in the split."""
    st.query_params["digit"] = str(number)


def open_among_mistakes(number: int, cause: ErrorCause | None = None) -> None:
    """Go from another section to the mistakes, all or those of a cause, and choose a digit."""
    filter_by_cause(cause)
    open_digit(number)
    st.query_params["section"] = "mistakes"


def _open_place(judged: EvaluationSet) -> int | None:
    number = address.index("digit", 10**6)
    if number is None:
        return None
    place = int(np.searchsorted(judged.numbers, number))
    found = place < len(judged.numbers) and judged.numbers[place] == number
    return place if found else None


def _digits(judged: EvaluationSet, places: NDArray[np.int64], title: str) -> None:
    if not len(places):
        st.info("There is no such digit. Click another cell of the matrix or widen the filters.")
        return
    st.caption(f"{count(len(places))} digits. Captions read actual → predicted; click one.")
    shown = page_of(places)
    gallery(
        judged.images[shown],
        [tile(place, judged) for place in shown.tolist()],
        label=title,
        key="mistakes",
        on_click=open_digit,
        selected=address.index("digit", 10**6),
    )
