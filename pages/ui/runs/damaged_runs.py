"""Folders of runs that cannot be read: which, why, and a button that removes each."""

import streamlit as st

from core.formats import count
from core.runs.run import PRETRAINED
from pages.ui import cache, sign_in
from pages.ui.markdown import plain
from pages.ui.run_deletion import delete_runs


def damaged_runs() -> None:
    """List the damaged runs, if there are any."""
    damaged = cache.store().damaged()
    if not damaged:
        return
    runs = "1 damaged run" if len(damaged) == 1 else f"{count(len(damaged))} damaged runs"
    refusal = sign_in.reason_against(None)  # whose they were cannot be read
    with st.expander(runs, icon=":material/broken_image:"):
        st.caption("Their folders cannot be read; all other runs are as they were.")
        for run in damaged:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"`{run.id}`: {plain(run.reason)}", width="stretch")
                st.button(
                    "Remove",
                    key=f"remove_{run.id}",
                    icon=":material/delete:",
                    help=refusal or "Deletes the folder for good.",
                    disabled=run.id == PRETRAINED or refusal is not None,
                    on_click=delete_runs,
                    args=([run],),
                )
