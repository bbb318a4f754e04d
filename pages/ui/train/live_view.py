"""A run as it happens: progress, curves, what the network sees, and what came of it."""

import streamlit as st

from core.runs.run import Run
from core.runs.status import State
from pages.ui import cache
from pages.ui.errors import explained
from pages.ui.learning_curves import learning_curves
from pages.ui.refresh import refreshed_every
from pages.ui.train.network_view import network_view
from pages.ui.train.run_figures import run_figures
from pages.ui.train.run_outcome import run_actions, run_diagnosis, run_end
from pages.ui.train.run_progress import run_progress

_REFRESH_SECONDS = 1.0
_WAITING_SECONDS = 3.0  # of many who wait only the next one sees anything happen


def live_view(run: Run) -> None:
    """Show `run`, again every second while it is going on."""
    if _is_settled(run):
        _show_settled(run)
    elif _waits_for_others(run):
        _show_waiting(run.id)
    else:
        _show_live(run.id)


@refreshed_every(_REFRESH_SECONDS)
def _show_live(run_id: str) -> None:
    with explained():  # someone may delete the folder meanwhile
        run = cache.store().get(run_id)
        if _is_settled(run):
            st.rerun()
        steps = run.steps()
        run_progress(run, steps)
        run_end(run)  # one that was interrupted is being rescued
        run_figures(run, steps, run.epochs())
        _curves_and_network(run)


@refreshed_every(_WAITING_SECONDS)
def _show_waiting(run_id: str) -> None:
    with explained():  # as above
        run = cache.store().get(run_id)
        if not _waits_for_others(run):
            st.rerun()
        run_progress(run, [])


@st.fragment  # its switches concern nothing else
def _show_settled(run: Run) -> None:
    run_end(run)
    run_figures(run, run.steps(), run.epochs())
    run_diagnosis(run)
    run_actions(run)
    _curves_and_network(run)


def _curves_and_network(run: Run) -> None:
    learning_curves([run])
    network_view(run)


def _is_settled(run: Run) -> bool:
    return not run.status.state.is_active and not run.needs_rescue


def _waits_for_others(run: Run) -> bool:
    return run.status.state is State.QUEUED and cache.wait(run).place > 1
