"""Folders of runs that cannot be read: which, why, and a button that removes each."""

import streamlit as st

from core.formats import counted
from core.runs.run import PRETRAINED
from core.runs.store import DamagedRun
from pages.ui import cache
from pages.ui.markdown import plain
from pages.ui.people import sign_in
from pages.ui.run_deletion import delete_runs


def damaged_runs() -> None:
    """List the damaged runs, if there are any."""
    damaged = cache.store().damaged()
    if not damaged:
        return
    refusal = sign_in.reason_against(None)  # whose they were cannot be read
    with st.expander(counted(len(damaged), "damaged run"), icon=":material/broken_image:"):
        st.caption("Their folders cannot be read; all other runs are as they were.")
        for run in damaged:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"`{run.id}`: {plain(run.reason)}", width="stretch")
                if st.button(
                    "Remove",
                    key=f"remove_{run.id}",
                    icon=":material/delete:",
                    help=refusal or "Deletes the folder.",
                    disabled=run.id == PRETRAINED or refusal is not None,
                ):
                    _confirm(run)


@st.dialog("Delete permanently?", icon=":material/delete:")
def _confirm(run: DamagedRun) -> None:
    st.markdown(f"The folder `{run.id}`, with all that is left of the run. This cannot be undone.")
    with st.container(horizontal=True):
        delete = st.button(
            "Delete",
            icon=":material/delete:",
            key="remove_yes",
            on_click=delete_runs,
            args=([run],),
        )
        cancel = st.button("Cancel", key="remove_no")
    if delete or cancel:
        st.rerun()
