"""Teach it: a run goes on from its weights on one's own drawings, and what came of that."""

import streamlit as st

from core import glossary
from core.config.fine_tuning import SHARE
from core.data import Dataset
from core.data.drawings import Drawn
from core.errors import DigitLabError
from core.formats import count, counted, duration
from core.runs.run import Run
from core.training.fine_tuning import fine_tune, fine_tuning_config, lesson_of
from core.training.time_estimate import planned_seconds
from pages.ui import cache
from pages.ui.drawings.taught import taught
from pages.ui.errors import explained
from pages.ui.markdown import plain
from pages.ui.people import sign_in
from pages.ui.setting_controls import limits


def teach(run: Run, drawings: Drawn) -> None:
    """Offer to fine-tune `run` on `drawings`, and show what came of the last time."""
    st.subheader("Fine-tuning", anchor="fine-tuning", help=glossary.help_text("Fine-tuning"))
    with explained():
        cache.tend()  # a worker gets ready meanwhile
        dataset, last = cache.dataset(), _last(run)
        _offer(run, dataset, drawings, waits=last is not None and last.status.state.is_active)
        if last is not None:
            taught(last, dataset)


def _offer(run: Run, dataset: Dataset, drawings: Drawn, *, waits: bool) -> None:
    try:
        lesson = lesson_of(run, dataset, drawings.digits)
    except DigitLabError as error:
        st.info(plain(str(error)), icon=":material/school:")
        return
    st.markdown(
        f"{plain(run.title)} goes on from its weights, on "
        f"{counted(len(lesson.learned), 'drawing')} mixed with training digits. The other "
        f"{count(len(lesson.held_back))} are held back, to see how well it reads new ones. The "
        "result is another run; this one stays as it is."
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        share = st.slider(
            SHARE.label,
            **limits(SHARE),
            value=SHARE.default,
            format="percent",
            key="share_of_drawings",
            persist_state="session",
            width=280,
            help=SHARE.help,
        )
        if st.button(
            "Fine-tune on my drawings",
            type="primary",
            icon=":material/school:",
            key="fine_tune",
            disabled=waits,
        ):
            _start(run, dataset, drawings, float(share))
        st.caption(f"About {duration(_seconds(run, dataset, float(share)))}.", width="content")


def _start(run: Run, dataset: Dataset, drawings: Drawn, share: float) -> None:
    made = fine_tune(cache.store(), run, dataset, drawings.digits, share, user=sign_in.user())
    cache.jobs().submit(made)
    st.rerun()


def _seconds(run: Run, dataset: Dataset, share: float) -> float:
    digits = len(dataset.train)
    planned = planned_seconds(fine_tuning_config(run.info.config, digits), digits)
    return planned / (1 - share) * cache.slowness(dataset)


def _last(run: Run) -> Run | None:
    """Return the run that was made of `run` last by this visitor, else itself if it is one."""
    of_it = (
        other
        for other in cache.store().runs()
        if other.info.fine_tuning is not None
        and other.info.fine_tuning.base == run.id
        and other.info.user == sign_in.user()
    )
    return next(of_it, run if run.info.fine_tuning is not None else None)
