"""The controls above the table of runs: which of them, and which columns."""

from collections.abc import Sequence

import streamlit as st

from core.runs.columns import COLUMNS, USUAL
from core.runs.run_filter import KINDS, RunFilter

SETTINGS_THAT_DIFFER = "settings"

_KINDS = {
    "active": "Running",
    "completed": "Completed",
    "stopped": "Stopped",
    "interrupted": "Interrupted",
    "failed": "Failed",
}
_TEXT, _KINDS_KEY, _STARRED = "runs_search", "runs_kinds", "runs_starred"
_CHOICES = {
    **{name: column.label for name, column in COLUMNS.items()},
    SETTINGS_THAT_DIFFER: "Settings that differ",
}


def filter_controls() -> tuple[RunFilter, Sequence[str]]:
    """Show the controls; return what they ask for, and the names of the columns to show."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        text = st.text_input(
            "Search",
            placeholder="Name, note or network",
            icon=":material/search:",
            max_chars=100,
            key=_TEXT,
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
            key=_KINDS_KEY,
            label_visibility="collapsed",
            wrap=True,
            persist_state="session",
        )
        starred_only = st.toggle("Starred only", key=_STARRED, persist_state="session")
        starred_first = st.toggle("Starred on top", key="runs_on_top", persist_state="session")
        columns = _columns()
    wanted = RunFilter(text or "", frozenset(kinds), starred_only, starred_first)
    return wanted, columns


def clear_filters() -> None:
    """Let all runs be shown."""
    st.session_state[_TEXT] = ""
    st.session_state[_KINDS_KEY] = []
    st.session_state[_STARRED] = False


def _columns() -> Sequence[str]:
    with st.popover("Columns", icon=":material/view_column:", key="runs_columns_popover"):
        return st.pills(
            "Columns",
            list(_CHOICES),
            default=list(USUAL),
            selection_mode="multi",
            format_func=_CHOICES.__getitem__,
            key="runs_columns",
            label_visibility="collapsed",
            wrap=True,
            persist_state="session",
        )
