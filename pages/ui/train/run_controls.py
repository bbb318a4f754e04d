"""What one can do to a run: stop it, change its learning rate, train it further, copy it."""

import streamlit as st

from core import glossary
from core.config.titles import nearest_preset
from core.config.train_config import SETTINGS
from core.runs.requests import request_learning_rate, requested_learning_rate
from core.runs.resume import can_begin_again, can_resume, finished_epochs, resume
from core.runs.run import Run
from core.runs.status import State
from pages.ui import cache
from pages.ui.errors import explained
from pages.ui.people import sign_in
from pages.ui.setting_controls import log_steps
from pages.ui.train import form


def run_controls(run: Run) -> None:
    """Show what can be done to a run that goes on."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        if run.status.state is State.TRAINING:
            _learning_rate(run)
        _stop(run)


def continue_control(run: Run) -> None:
    """Offer what makes a run that has ended go on, where anything does."""
    if run.offers_weights:
        _keep_best(run)
    if can_begin_again(run):
        _begin_again(run)
    elif can_resume(run):
        _train_further(run)


def copy_control(run: Run) -> None:
    """Offer to fill the form with a run's settings."""
    st.button(
        "Copy settings",
        icon=":material/content_copy:",
        key="copy_settings",
        on_click=form.choose,
        args=(nearest_preset(run.info.config), run.info.config),
        help="Fill the form with this run's settings, to change some and train again.",
    )


def _stop(run: Run) -> None:
    stopping = run.stop_reason() is not None
    waiting = run.status.state is State.QUEUED
    label = "Cancel" if waiting else "Stop"
    reason = sign_in.reason_against(run.info.user)
    if st.button(
        "Stopping" if stopping else label,
        icon=":material/stop:",
        disabled=stopping or run.status.state is State.SAVING or reason is not None,
        key="stop",
        help=reason
        or (
            "Take it out of the queue."
            if waiting
            else "Stop and keep the best model until now. It can go on later."
        ),
    ):
        sign_in.check(run.info.user)
        cache.jobs().stop(run)
        st.rerun()


def _learning_rate(run: Run) -> None:
    setting, now = SETTINGS["learning_rate"], requested_learning_rate(run)
    reason = sign_in.reason_against(run.info.user)
    with st.popover(
        "Learning rate",
        icon=":material/tune:",
        disabled=reason is not None,
        help=reason or "Change it while it trains.",
    ):
        st.caption("A schedule keeps its form: this is the highest rate it was made for.")
        rate = st.select_slider(
            "New learning rate",
            options=log_steps(setting, now),
            value=now,
            format_func="{:g}".format,
            key=f"request_{run.id}_{now}",
        )
        st.button(
            "Change",
            key="change_rate",
            disabled=rate == now,
            type="primary",
            on_click=_request_rate,
            args=(run, rate),
        )


def _request_rate(run: Run, rate: float) -> None:
    with explained():
        sign_in.check(run.info.user)
        request_learning_rate(run, rate)


def _keep_best(run: Run) -> None:
    told = "It failed, but the weights of its best epoch are there: make a model of them."
    if _owner_button(run, "Keep its best model", "keep_best", ":material/healing:", told):
        with explained():
            sign_in.check(run.info.user)
            cache.jobs().rescue(run)
            st.toast("A model of its best epoch is being made.", icon=":material/healing:")


def _begin_again(run: Run) -> None:
    told = "It ended before its first epoch: put it into the queue again."
    if _owner_button(run, "Start it", "begin_again", ":material/play_arrow:", told):
        with explained():
            sign_in.check(run.info.user)
            cache.jobs().submit(resume(run))
        st.rerun()


def _owner_button(run: Run, label: str, key: str, icon: str, told: str) -> bool:
    reason = sign_in.reason_against(run.info.user)
    return st.button(label, key=key, icon=icon, disabled=reason is not None, help=reason or told)


def _train_further(run: Run) -> None:
    planned, done = run.info.config.epochs, finished_epochs(run)
    left = planned - done
    highest = int(SETTINGS["epochs"].high or planned)
    if done >= highest:
        return
    reason = sign_in.reason_against(run.info.user)
    with st.popover(
        "Continue training",
        icon=":material/resume:",
        key="further",
        disabled=reason is not None,
        help=reason or glossary.help_text("Continue training"),
    ):
        st.caption(f"It has {done} of {planned} epochs behind it.")
        total = st.number_input(
            "Total epochs",
            min_value=done + 1,
            max_value=highest,
            value=planned if left > 0 else min(highest, planned + max(1, planned)),
            key=f"further_{run.id}_{done}",
        )
        if st.button("Continue", type="primary", key="go_on", icon=":material/play_arrow:"):
            with explained():
                sign_in.check(run.info.user)
                cache.jobs().submit(resume(run, int(total)))
            st.rerun()
