"""Deleting the selected runs: a question that shows what goes, and ten seconds to undo it."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from core.errors import DigitLabError
from core.files.deletion import UNDO_SECONDS, SetAside
from core.formats import count, counted
from core.runs.run import PRETRAINED
from core.runs.summary import RunSummary
from core.runs.titles import unique_run_titles
from pages.ui import cache
from pages.ui import undo_bar as undo
from pages.ui.markdown import plain
from pages.ui.people import sign_in
from pages.ui.run_deletion import delete_runs_soon
from pages.ui.run_selection import tick

_DELETED = "runs_just_deleted"


def delete_button(chosen: Sequence[RunSummary]) -> None:
    """Show a button that asks, then deletes the runs; not for those that cannot be deleted."""
    reason = _why_not(chosen)
    if st.button(
        "Delete",
        icon=":material/delete:",
        key="delete",
        disabled=reason is not None,
        help=reason,
    ):
        title = f"Delete {counted(len(chosen), 'run')}?"
        st.dialog(title, icon=":material/delete:")(_confirm)(chosen)


def undo_bar() -> None:
    """Say what was just deleted, with a button to undo it for as long as it can be."""
    undo.undo_bar(_DELETED)


def _why_not(chosen: Sequence[RunSummary]) -> str | None:
    runs = [summary.run for summary in chosen]
    if any(run.id == PRETRAINED for run in runs):
        return "The run that came with the program cannot be deleted."
    if any(run.status.state.is_active for run in runs):
        return "It is still running: stop it first, on the page Train."
    return sign_in.reason_against(*(run.info.user for run in runs))


def _confirm(chosen: Sequence[RunSummary]) -> None:
    st.markdown(_what_goes(chosen))
    with st.container(horizontal=True):
        delete = st.button(
            "Delete", icon=":material/delete:", key="delete_yes", on_click=_delete, args=(chosen,)
        )
        cancel = st.button("Cancel", key="delete_no")
    if delete or cancel:
        st.rerun()


def _what_goes(chosen: Sequence[RunSummary]) -> str:
    """Return the names, and what they hold, as Markdown."""
    names = unique_run_titles([summary.run for summary in chosen])
    models = sum(summary.run.has_weights for summary in chosen)
    size = sum(summary.size for summary in chosen) / 1e6
    listed = "\n".join(f"* **{plain(name)}**" for name in names)
    return (
        f"{listed}\n\n{counted(len(chosen), 'run')} with {counted(models, 'model')}, "
        f"{size:,.1f} MB: curves, models and notes. Deleted for good after "
        f"{count(UNDO_SECONDS)} seconds; until then it can be undone."
    )


def _delete(chosen: Sequence[RunSummary]) -> None:
    moved = delete_runs_soon([summary.run for summary in chosen])
    if moved:
        undo.offer_undo(_DELETED, counted(len(moved), "run"), partial(_undo, moved))


def _undo(deleted: Sequence[SetAside]) -> None:
    back, late = [], None
    for one in deleted:
        try:
            cache.store().undo(one)
            back.append(one.folder.name)
        except DigitLabError as error:
            late = error
    tick(back)
    if late is not None:
        raise late
