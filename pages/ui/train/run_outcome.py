"""What came of a run: how it ended, what its curves say, and what to do with it now."""

import streamlit as st

from core.runs.diagnosis import Trend, diagnosis
from core.runs.run import Run
from core.runs.status import State
from pages.ui import navigation
from pages.ui.run_downloads import downloads
from pages.ui.train.run_controls import continue_control, copy_control

_ENDS = {
    State.COMPLETED: ":material/check_circle:",
    State.STOPPED: ":material/stop_circle:",
    State.INTERRUPTED: ":material/power_off:",
    State.FAILED: ":material/error:",
}
_ICONS = {
    Trend.IMPROVING: ":material/trending_up:",
    Trend.FLAT: ":material/trending_flat:",
    Trend.SHORT: ":material/hourglass_empty:",
}


def run_end(run: Run) -> None:
    """Say how a run ended and why."""
    state = run.status.state
    if state not in _ENDS:
        return
    title, icon = state.label, _ENDS[state]
    why = f": {run.status.message}" if run.status.message else ""
    match state:
        case State.FAILED:
            st.error(f"**{title}**{why}", icon=icon)
        case State.INTERRUPTED:
            st.warning(f"**{title}**{why}", icon=icon)
        case _:
            st.markdown(f"{icon} **{title}**{why}")


def run_actions(run: Run) -> None:
    """Offer what one does with a run that has ended."""
    with st.container(horizontal=True, vertical_alignment="center", key="run_actions"):
        if run.is_usable:
            navigation.link("evaluate", "Evaluate", ":material/fact_check:", run=run.id)
            navigation.link("predict", "Try it", ":material/draw:", run=run.id)
        continue_control(run)
        if run.is_usable:
            downloads(run)
        copy_control(run)


def run_diagnosis(run: Run) -> None:
    """Say in a sentence what the curves of a run show."""
    found = diagnosis(run.epochs())
    if found is not None:
        icon = _ICONS.get(found.trend, ":material/warning:")
        st.markdown(f"{icon} {found.words}")
