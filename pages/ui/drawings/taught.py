"""A run that was fine-tuned: how far it is, and then what it reads before and after."""

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.analysis.fine_tuning import BeforeAfter, FineTuningEffect
from core.data import Dataset
from core.formats import count, counted, percent, with_article
from core.runs.lesson import read_lesson
from core.runs.run import Run
from core.runs.status import State
from core.runs.summary import progress
from pages.ui import cache, navigation
from pages.ui.errors import explained
from pages.ui.gallery import Tile, gallery
from pages.ui.learning_curves import learning_curves
from pages.ui.markdown import plain
from pages.ui.pagination import page_of
from pages.ui.people import sign_in
from pages.ui.refresh import refreshed_every

_REFRESH_SECONDS = 1.0
_PAGE_SIZE = 48


def taught(run: Run, dataset: Dataset) -> None:
    """Show `run`, which is fine-tuned: live while it goes on, before and after when it is done."""
    st.markdown(f"**{plain(run.title)}**")
    if run.status.state.is_active or run.needs_rescue:
        _going_on(run.id)
        return
    if run.status.message:
        st.warning(plain(run.status.message), icon=":material/info:")
    if run.is_usable:
        _before_and_after(run, cache.fine_tuning_effect(run, dataset))
    _links(run)


@refreshed_every(_REFRESH_SECONDS)
def _going_on(run_id: str) -> None:
    with explained():  # someone may delete the folder meanwhile
        run = cache.store().get(run_id)
        if not run.status.state.is_active and not run.needs_rescue:
            st.rerun()
        steps = run.steps()
        bar, button = st.columns([5, 1], vertical_alignment="center")
        bar.progress(progress(run, steps), _activity(run))
        with button:
            _stop(run)
        learning_curves([run])


def _activity(run: Run) -> str:
    match run.status.state:
        case State.QUEUED:
            return f"Waiting: number {cache.wait(run).place} in the queue"
        case State.TRAINING:
            return "Learning from the drawings, and the training digits beside them"
        case State.SAVING:
            return "Saving the model and evaluating it on the test digits"
        case State.INTERRUPTED:
            return "Rescuing the best model"
        case _:
            return "Starting...: loading TensorFlow and the digits"


def _stop(run: Run) -> None:
    stopping = run.stop_reason() is not None
    reason = sign_in.reason_against(run.info.user)
    if st.button(
        "Stopping" if stopping else "Stop",
        icon=":material/stop:",
        disabled=stopping or run.status.state is State.SAVING or reason is not None,
        key="stop_fine_tuning",
        help=reason or "Stop and keep the model of the last whole epoch, if there is one.",
    ):
        sign_in.check(run.info.user)
        cache.jobs().stop(run)
        st.rerun()


def _before_and_after(run: Run, effect: FineTuningEffect) -> None:
    st.markdown(effect.sentence)
    parts = {
        "Drawings held back": effect.held_back,
        "Drawings learned from": effect.learned,
        f"{effect.dataset_title} test digits": effect.test,
    }
    st.dataframe(
        pd.DataFrame([_row(title, part) for title, part in parts.items()]),
        hide_index=True,
        width="stretch",
        column_config={
            "Corrected": st.column_config.Column(help="Wrong before, right after."),
            "Newly wrong": st.column_config.Column(help="Right before, wrong after: forgotten."),
            "McNemar's test": st.column_config.Column(help=glossary.term("McNemar's test").meaning),
        },
        alt="Accuracy before and after fine-tuning",
    )
    lesson = read_lesson(run)
    if lesson is not None:
        _gallery("Held back", lesson.held_back.images, effect.held_back)
        _gallery("Learned from", lesson.learned.images, effect.learned)


def _row(title: str, part: BeforeAfter) -> dict[str, str]:
    comparison = part.comparison
    return {
        "On": title,
        "Digits": count(part.digits),
        "Before": percent(part.before.accuracy),
        "After": percent(part.after.accuracy),
        "Corrected": count(len(comparison.fixed)),
        "Newly wrong": count(len(comparison.broken)),
        "McNemar's test": comparison.significance,
    }


def _gallery(title: str, images: NDArray[np.uint8], part: BeforeAfter) -> None:
    key = f"taught_{title.lower().replace(' ', '_')}"
    st.markdown(
        f"**{title}: {counted(part.digits, 'drawing')}**",
        help="Captions read meant: before → after. What has changed comes first.",
    )
    changed = part.before.predictions != part.after.predictions
    wrong = part.after.predictions != part.after.labels
    order = np.lexsort((~wrong, ~changed))  # what changed comes first, then what is wrong
    shown = page_of(order, _PAGE_SIZE, key=f"{key}_page")
    gallery(
        images[shown],
        [_tile(row, part) for row in shown.tolist()],
        label=title,
        key=key,
    )


def _tile(row: int, part: BeforeAfter) -> Tile:
    meant = int(part.before.labels[row])
    before, after = int(part.before.predictions[row]), int(part.after.predictions[row])
    answers = f"{before} → {after}" if before != after else f"{after}"
    words = (
        f"{with_article(meant)}, read as {with_article(before)} before and {with_article(after)} "
        "after"
    )
    return Tile(row, f"{meant}: {answers}", words)


def _links(run: Run) -> None:
    with st.container(horizontal=True):
        if run.is_usable:
            navigation.link("predict", "Try it", ":material/draw:", run=run.id)
            navigation.link("evaluate", "Evaluate", ":material/fact_check:", run=run.id)
        navigation.link("train", "Its curves", ":material/show_chart:", run=run.id)
