"""Which training is shown beside the form: one that was started, picked or linked, or none yet."""

from collections.abc import Sequence

import streamlit as st

from core import glossary
from core.runs.run import PRETRAINED, Run
from pages.ui import address
from pages.ui.run_picker import chosen_run, pick_run, remember

_HIDDEN = "form_alone"
_QUERY = "run"


def shown_run() -> Run | None:
    """Return the training to show, None for none: then there is what the form says."""
    if st.session_state.get(_HIDDEN) and address.value(_QUERY) is None:
        return None
    run = chosen_run()
    return None if run is None or run.id == PRETRAINED else run


def show_run(run_id: str) -> None:
    """Show this training from now on."""
    st.session_state[_HIDDEN] = False
    remember(run_id)


def hide() -> None:
    """Show what the form says instead of a training."""
    st.session_state[_HIDDEN] = True
    address.choose(**{_QUERY: None})


def hide_unless_linked() -> None:
    """Show what the form says when a link to it names no training."""
    st.session_state[_HIDDEN] = address.value(_QUERY) is None


def run_choice(run: Run, runs: Sequence[Run]) -> Run:
    """Show a list of `runs` with `run` chosen; return the choice, on the other pages too."""
    known = runs if run.id in {other.id for other in runs} else [run, *runs]
    picked = pick_run("Run", known, run.id, help=glossary.help_text("Run"))
    # A page that is opened writes nothing into its address: what it shows is the default then.
    remember(picked.id, default=None if address.value(_QUERY) else picked.id)
    return picked
