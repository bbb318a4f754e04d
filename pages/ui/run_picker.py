"""Choosing a run: the same picker and the same memory on every page."""

from collections.abc import Sequence

import streamlit as st

from core import glossary
from core.errors import DigitLabError
from core.formats import percent
from core.runs.run import PRETRAINED, Run
from core.runs.titles import unique_titles
from pages.ui import address, cache, navigation
from pages.ui.address.widgets import picked, show
from pages.ui.markdown import plain

_CHOSEN = "chosen_run"
_QUERY = "run"


def chosen_run() -> Run | None:
    """Return the run in the address, else the one chosen last in this session, if it exists."""
    if address.went_back() and address.value(_QUERY) is None:
        st.session_state.pop(_CHOSEN, None)
    run_id = address.value(_QUERY) or st.session_state.get(_CHOSEN)
    if not run_id:
        return None
    try:
        return cache.store().get(run_id)
    except DigitLabError as error:
        st.session_state.pop(_CHOSEN, None)
        if address.value(_QUERY):
            address.reject(_QUERY, plain(str(error)))
        else:
            st.toast(plain(str(error)), icon=":material/link_off:")
        return None


def chosen_model() -> Run:
    """Return the chosen run if it has a model, else the shipped one; it shows no picker."""
    chosen = chosen_run()
    return chosen if chosen is not None and chosen.is_usable else cache.store().get(PRETRAINED)


def remember(run_id: str, default: str | None = None) -> None:
    """Make a run the chosen one on all pages; the address has it if it is not the `default`."""
    st.session_state[_CHOSEN] = run_id
    address.settle(**{_QUERY: None if run_id == default else run_id})


def pick_run(
    label: str,
    runs: Sequence[Run],
    start: str | None,
    *,
    parameter: str = _QUERY,
    help: str | None = None,
    width: int = 420,
) -> Run:
    """Show a list of `runs`, at least one, and return the choice: at first that called `start`.

    Trials and folds are left out unless a switch beside the list asks for them, or `start` is one.
    Another choice is put into the address as `parameter`.
    """
    offered, key = _offered(runs, start, label), f"pick_{parameter}"
    known = {run.id: run for run in offered}
    ids = list(known)
    titles = unique_titles({run.id: _label(run) for run in offered})
    show(key, start if start in known else ids[0])
    with st.container(horizontal=True, vertical_alignment="bottom", width="content"):
        run_id = st.selectbox(
            label,
            ids,
            format_func=titles.__getitem__,
            key=key,
            on_change=picked(parameter, key, ids),
            help=help,
            width=width,
        )
        if len(offered) < len(runs) or st.session_state.get(_switch(label)):
            _switch_for_groups(label)
    return known[run_id]


def _offered(runs: Sequence[Run], start: str | None, label: str) -> Sequence[Run]:
    if st.session_state.get(_switch(label)):
        return runs
    single = {run.id for run in cache.single_runs(runs)}
    return [run for run in runs if run.id in single or run.id == start] or runs


def _switch(label: str) -> str:
    return f"trials_and_folds_{label}"


def _switch_for_groups(label: str) -> None:
    st.toggle(
        "Trials and folds",
        key=_switch(label),
        persist_state="session",
        help="Offer the trials of searches and the folds of cross-validations, too.",
    )


def pick_usable_run(*, width: int = 420) -> Run | None:
    """Show a picker of all runs with a model and return the choice; explain if there is none."""
    runs = {run.id: run for run in cache.store().runs() if run.is_usable}
    if not runs:
        st.info("There is no trained model yet. Train one: it takes less than a minute.")
        navigation.link("train", "Train a model", ":material/model_training:")
        return None
    chosen = chosen_run()
    if chosen is not None and chosen.id not in runs:
        st.info(f"{plain(chosen.title)} has no model to use (it is {chosen.status.state}).")
    start = chosen.id if chosen is not None and chosen.id in runs else PRETRAINED
    run = pick_run(
        "Model",
        list(runs.values()),
        start,
        help=glossary.help_text("Model", "New ones appear here when their training ends."),
        width=width,
    )
    remember(run.id, default=PRETRAINED)
    return run


def _label(run: Run) -> str:
    if run.result is None:
        return run.title
    return f"{run.title} · {percent(run.result.test_accuracy)}"
