"""Deleting a search, and its trainings with it if one wants to."""

from collections.abc import Callable

import streamlit as st

from core.errors import DigitLabError
from core.formats import counted
from core.runs.run import Run
from core.search.records import Search
from pages.ui import cache
from pages.ui.markdown import plain
from pages.ui.people import sign_in
from pages.ui.run_deletion import delete_runs

_TRAININGS_TOO = "delete_trainings"


def delete_button(search: Search, forget: Callable[[], None]) -> None:
    """Show a button that asks, then deletes `search` and calls `forget`."""
    reason = sign_in.reason_against(search.user)
    if st.button(
        "Delete search",
        icon=":material/delete:",
        key="delete_search",
        disabled=reason is not None,
        help=reason,
    ):
        _confirm(search, forget)


@st.dialog("Delete permanently?", icon=":material/delete:")
def _confirm(search: Search, forget: Callable[[], None]) -> None:
    st.markdown(
        f"**{plain(search.title)}**: what was asked, and the list of its trials. "
        "This cannot be undone."
    )
    runs = _trainings(search)
    if runs:
        st.checkbox(
            f"Delete its {counted(len(runs), 'training')} and their models, too",
            key=_TRAININGS_TOO,
            help="Otherwise they stay on the page Runs, like all other trainings.",
        )
    with st.container(horizontal=True):
        delete = st.button(
            "Delete",
            icon=":material/delete:",
            key="delete_search_yes",
            on_click=lambda: _delete(search, runs, forget),
        )
        cancel = st.button("Cancel", key="delete_search_no")
    if delete or cancel:
        st.rerun()


def _trainings(search: Search) -> list[Run]:
    try:
        own = {trial.run for trial in search.progress().trials}
    except DigitLabError:  # a damaged search no longer knows its trials
        return []
    return [run for run in cache.store().runs() if run.id in own]


def _delete(search: Search, runs: list[Run], forget: Callable[[], None]) -> None:
    try:
        sign_in.check(search.user)
        cache.searches().delete(search)
    except DigitLabError as error:
        st.toast(plain(str(error)), icon=":material/error:")
        return
    forget()
    if st.session_state.get(_TRAININGS_TOO):
        delete_runs(runs)
