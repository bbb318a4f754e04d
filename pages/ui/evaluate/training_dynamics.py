"""How a run came to know the validation digits, epoch by epoch."""

from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.training_dynamics import LearningOutcome, TrainingDynamics
from core.data import Dataset
from core.figures.confusion_heatmap import confusion_chart, confusion_table
from core.formats import count, percent
from core.runs.run import Run
from pages.ui import cache
from pages.ui.evaluate.mistakes import open_among_mistakes
from pages.ui.gallery import Tile, gallery

_PAGE_SIZE = 48
_TITLES = {
    LearningOutcome.NEVER: "Never learned",
    LearningOutcome.FORGOTTEN: "Forgotten",
    LearningOutcome.LEARNED: "Learned on the way",
}
_WORDS = {
    LearningOutcome.NEVER: "Wrong after every epoch.",
    LearningOutcome.FORGOTTEN: "Right after some epoch, wrong after the last.",
    LearningOutcome.LEARNED: "Wrong after some epoch, right after the last.",
}


def training_dynamics(run: Run, dataset: Dataset) -> None:
    """Show the confusion matrix after each epoch, and what became of the digits."""
    found = cache.training_dynamics(run, dataset)
    if found is None:
        st.info(
            "It is not known what this run answered after each epoch: it was trained on other "
            "digits than those at hand, or before such answers were kept. Runs trained from now "
            "on have them."
        )
        return
    st.markdown(
        "Answers to the validation digits: those that judged each epoch and were not learned from. "
        "Test digits are asked only once, when all is decided."
    )
    left, right = st.columns(2, gap="large")
    with left:
        _matrix(found)
    with right:
        _fates(run, dataset, found)


@st.fragment
def _matrix(found: TrainingDynamics) -> None:
    epochs = found.known.tolist()
    epoch = epochs[-1]
    if len(epochs) > 1:
        epoch = st.select_slider("After epoch", epochs, value=epochs[0], key="after_epoch")
    matrix = found.confusion_matrix(epoch)
    right = float((found.answers[epoch - 1] == found.labels).mean())
    wrong = int((found.answers[epoch - 1] != found.labels).sum())
    st.markdown(
        f"**{percent(right)}** right, **{count(wrong)}** of {count(len(found.labels))} wrong"
    )
    st.vega_lite_chart(
        confusion_table(matrix),
        confusion_chart("Validation digits", dark=st.context.theme.type == "dark"),
        alt=f"Confusion matrix of the validation digits after epoch {epoch}",
        key="matrix_over_time",
    )


def _fates(run: Run, dataset: Dataset, found: TrainingDynamics) -> None:
    fates = found.fates()
    fate = st.segmented_control(
        "What became of digits",
        list(_TITLES),
        default=LearningOutcome.NEVER,
        format_func=lambda fate: f"{_TITLES[fate]}: {len(fates[fate])}",
        required=True,
        key="fate",
    )
    always = count(len(fates[LearningOutcome.ALWAYS]))
    st.caption(f"{_WORDS[fate]} {always} others were right from the first epoch on.")
    places = fates[fate]
    if not len(places):
        st.info("There is no such digit.")
        return
    pages = ceil(len(places) / _PAGE_SIZE)
    page = st.pagination(pages, key=f"page_{run.id}_{fate.name}") if pages > 1 else 1
    shown = places[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
    numbers = cache.validation_numbers(run, dataset)
    gallery(
        dataset.train.images[numbers[shown]],
        [_tile(place, numbers, found) for place in shown.tolist()],
        label=_TITLES[fate],
        key="fate_gallery",
        on_click=_show,
    )


def _tile(place: int, numbers: NDArray[np.int64], found: TrainingDynamics) -> Tile:
    label = int(found.labels[place])
    answers = found.answers[found.known - 1, place]
    told = ", ".join("no digit" if answer > 9 else str(answer) for answer in answers.tolist())
    last = "none" if answers[-1] > 9 else str(answers[-1])
    words = (
        f"training digit {numbers[place]}, a {label}, taken one epoch after the other for {told}"
    )
    return Tile(int(numbers[place]), f"{label} → {last}", words)


def _show(number: int) -> None:
    open_among_mistakes(number)
    st.query_params["on"] = "validation"
