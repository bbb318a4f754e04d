"""The controls above the table of runs."""

import streamlit as st

from core.runs.run_filter import KINDS, RunFilter

_KINDS = {
    "active": "Going on",
    "completed": "Completed",
    "stopped": "Stopped",
    "interrupted": "Interrupted",
    "failed": "Failed",
}


def filter_controls() -> RunFilter:
    """Show the controls and return what they ask for."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        text = st.text_input(
            "Search",
            placeholder="Name, note or network",
            icon=":material/search:",
            max_chars=100,
            key="runs_search",
            label_visibility="collapsed",
            live=True,
            width=260,
            persist_state="session",
        )
        kinds = st.pills(
            "State",
            KINDS,
            selection_mode="multi",
            format_func=_KINDS.__getitem__,
            key="runs_kinds",
            label_visibility="collapsed",
            persist_state="session",
        )
        starred_only = st.toggle("Starred only", key="runs_starred", persist_state="session")
        starred_first = st.toggle("Starred on top", key="runs_on_top", persist_state="session")
    return RunFilter(text or "", frozenset(kinds), starred_only, starred_first)
