"""The confusion matrix and the digits behind it."""

from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis import Evaluation
from core.analysis.judged import Judged
from core.analysis.triage import margins
from core.data import Dataset
from core.formats import count, percent
from core.training.runs import Run
from pages.ui.cells import matrix
from pages.ui.gallery import Tile, gallery
from pages.ui.inspect_digit import inspect
from pages.ui.navigation import query_number

_PAGE_SIZE = 48
_ORDERS = {
    "loss": "Right answer least likely",
    "confidence": "Surest of the wrong answer",
    "margin": "Closest call",
    "index": "Number",
}


@st.fragment
def mistakes(run: Run, dataset: Dataset, judged: Judged) -> None:
    """Show the matrix, the digits of the chosen cell, and the chosen one of them closely."""
    left, right = st.columns(2, gap="large")
    with left:
        cell = matrix(judged.evaluation.confusion_matrix)
    with right:
        places = _digits(run, judged, cell)
    chosen = _chosen_place(judged)
    if chosen is not None:
        inspect(run, dataset, judged, chosen, places)


def tile(place: int, judged: Judged) -> Tile:
    """Return the tile of a digit by its place in the evaluation."""
    evaluation = judged.evaluation
    label, predicted = evaluation.labels[place], evaluation.predictions[place]
    sure = percent(evaluation.probabilities[place, predicted], 0)
    number = int(judged.numbers[place])
    words = f"number {number}, a {label} taken for a {predicted} with {sure}"
    return Tile(number, f"{label} → {predicted}", words)


def open_digit(number: int) -> None:
    """Choose a digit by its number in the split."""
    st.query_params["digit"] = str(number)


def _chosen_place(judged: Judged) -> int | None:
    number = query_number("digit", 10**6)
    if number is None:
        return None
    place = int(np.searchsorted(judged.numbers, number))
    found = place < len(judged.numbers) and judged.numbers[place] == number
    return place if found else None


def _digits(run: Run, judged: Judged, cell: tuple[int, int] | None) -> NDArray[np.int64]:
    places, title = _of_cell(judged.evaluation, cell)
    st.subheader(title)
    if not len(places):
        st.info("There is no such digit. Click another cell of the matrix.")
        return places
    sort, surest = st.columns([3, 2])
    order = sort.selectbox(
        "Order", list(_ORDERS), format_func=_ORDERS.get, key="order", persist_state="session"
    )
    least = surest.slider(
        "Probability at least",
        0,
        100,
        0,
        5,
        format="%d %%",
        key="least_sure",
        persist_state="session",
        help="Only digits whose answer was given with at least this probability.",
    )
    places = _sorted(judged.evaluation, places, order)
    places = places[judged.evaluation.probabilities[places].max(axis=1) >= least / 100]
    pages = ceil(len(places) / _PAGE_SIZE)
    page = st.pagination(pages, key=f"page_{run.id}_{cell}") if pages > 1 else 1
    shown = places[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
    st.caption(f"{count(len(places))} digits. Captions read actual → predicted; click one.")
    if len(shown):
        gallery(
            judged.images[shown],
            [tile(place, judged) for place in shown.tolist()],
            label=title,
            key="mistakes",
            on_click=open_digit,
            selected=query_number("digit", 10**6),
        )
    return places


def _of_cell(evaluation: Evaluation, cell: tuple[int, int] | None) -> tuple[NDArray[np.int64], str]:
    if cell is None:
        return evaluation.mistakes(), "All mistakes"
    actual, predicted = cell
    if actual == predicted:
        return evaluation.cell(actual, predicted), f"{actual} recognised as {predicted}"
    return evaluation.cell(actual, predicted), f"{actual} taken for {predicted}"


def _sorted(evaluation: Evaluation, places: NDArray[np.int64], order: str) -> NDArray[np.int64]:
    match order:
        case "confidence":
            keys = -evaluation.probabilities[places].max(axis=1)
        case "margin":
            keys = margins(evaluation)[places]
        case "index":
            return np.sort(places)
        case _:
            return places  # worst first already
    return places[np.argsort(keys, kind="stable")]
