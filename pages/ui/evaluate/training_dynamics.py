"""Training dynamics: how a run learned the validation digits, epoch by epoch."""

import streamlit as st

from core.analysis.training_dynamics import LearningOutcome, TrainingDynamics
from core.data import Dataset
from core.figures.confusion_heatmap import confusion_chart, confusion_table
from core.formats import count, percent
from core.runs.run import Run
from pages.ui import cache
from pages.ui.evaluate.mistakes import open_among_mistakes
from pages.ui.gallery import Tile, gallery
from pages.ui.pagination import page_of

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
    dynamics = cache.training_dynamics(run, dataset)
    if dynamics is None:
        st.info(
            "It is not known what this run answered after each epoch: it was trained on other "
            "digits than those at hand, or before such answers were saved. Runs trained from now "
            "on have them."
        )
        return
    st.markdown(
        "Predictions for the validation digits, by which each epoch was evaluated and from which "
        "nothing was learned. Test digits are asked only once, when all is decided."
    )
    left, right = st.columns(2, gap="large")
    with left:
        _matrix(dynamics)
    with right:
        _outcomes(run, dataset, dynamics)


@st.fragment
def _matrix(dynamics: TrainingDynamics) -> None:
    epochs = dynamics.known.tolist()
    epoch = epochs[-1]
    if len(epochs) > 1:
        epoch = st.select_slider("After epoch", epochs, value=epochs[0], key="after_epoch")
    right = dynamics.predictions[epoch - 1] == dynamics.labels
    st.markdown(
        f"**{percent(float(right.mean()))}** right, "
        f"**{count(int((~right).sum()))}** of {count(len(right))} wrong"
    )
    st.vega_lite_chart(
        confusion_table(dynamics.confusion_matrix(epoch)),
        confusion_chart("Validation digits", dark=st.context.theme.type == "dark"),
        alt=f"Confusion matrix of the validation digits after epoch {epoch}",
        key="matrix_by_epoch",
    )


def _outcomes(run: Run, dataset: Dataset, dynamics: TrainingDynamics) -> None:
    outcomes = dynamics.outcomes()
    outcome = st.segmented_control(
        "What became of digits",
        list(_TITLES),
        default=LearningOutcome.NEVER,
        format_func=lambda outcome: f"{_TITLES[outcome]}: {len(outcomes[outcome])}",
        required=True,
        key="learning_outcome",
    )
    always = count(len(outcomes[LearningOutcome.ALWAYS]))
    st.caption(f"{_WORDS[outcome]} {always} others were right from the first epoch on.")
    rows = outcomes[outcome]
    if not len(rows):
        st.info("There is no such digit.")
        return
    shown = page_of(rows, _PAGE_SIZE, key="learning_outcome_page")
    indices = cache.validation_indices(run, dataset)
    gallery(
        dataset.train.images[indices[shown]],
        [_tile(row, int(indices[row]), dynamics) for row in shown.tolist()],
        label=_TITLES[outcome],
        key="learning_outcome_gallery",
        on_click=_show,
    )


def _tile(row: int, index: int, dynamics: TrainingDynamics) -> Tile:
    label = int(dynamics.labels[row])
    predictions = dynamics.predictions[dynamics.known - 1, row].tolist()
    told = ", ".join("no digit" if predicted > 9 else str(predicted) for predicted in predictions)
    last = "none" if predictions[-1] > 9 else str(predictions[-1])
    words = f"training digit {index}, a {label}, taken one epoch after the other for {told}"
    return Tile(index, f"{label} → {last}", words)


def _show(index: int) -> None:
    open_among_mistakes(index, on="validation")
