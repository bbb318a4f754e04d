"""Which training is shown beside the form: one that was started, picked or linked, or none yet."""

from collections.abc import Sequence

import streamlit as st

from core import glossary
from core.runs.run import PRETRAINED, Run
from pages.ui import address
from pages.ui.run_picker import choose, chosen_run, is_chosen, pick_run

_HIDDEN = "form_alone"
_QUERY = "run"


def shown_run() -> Run | None:
    """Return the training to show, None for none: then there is what the form says."""
    if st.session_state.get(_HIDDEN) and _QUERY not in st.query_params:
        return None
    run = chosen_run()
    if run is None or run.id == PRETRAINED:
        return None
    if not is_chosen(run.id):
        choose(run.id)  # also on the other pages
    return run


def show_run(run_id: str) -> None:
    """Show this training from now on."""
    st.session_state[_HIDDEN] = False
    choose(run_id)


def hide() -> None:
    """Show what the form says instead of a training."""
    st.session_state[_HIDDEN] = True
    address.forget(_QUERY)


def hide_unless_linked() -> None:
    """Show what the form says when a link to it names no training."""
    st.session_state[_HIDDEN] = _QUERY not in st.query_params


def run_choice(run: Run, runs: Sequence[Run]) -> Run:
    """Show a list of `runs` with `run` chosen; return the choice, which is shown from now on."""
    known = runs if run.id in {other.id for other in runs} else [run, *runs]
    picked = pick_run("Run", known, run.id, help=glossary.help_text("Run"))
    if picked.id != run.id:
        show_run(picked.id)
    return picked
