"""Deleting runs from whichever page: those that were ticked are ticked no longer."""

from collections.abc import Iterable

import streamlit as st

from core.errors import DigitLabError
from core.runs.run import Run
from core.runs.store import DamagedRun
from pages.ui import cache, sign_in
from pages.ui.markdown import plain
from pages.ui.run_selection import tick, ticked


def delete_runs(runs: Iterable[Run | DamagedRun]) -> None:
    """Delete `runs`, and say of which it cannot be done."""
    gone = set()
    for run in runs:
        try:
            sign_in.check(run.info.user if isinstance(run, Run) else None)
            cache.store().delete(run)
        except DigitLabError as error:
            st.toast(plain(str(error)), icon=":material/error:")
        if not run.folder.exists():
            gone.add(run.id)
    tick(run_id for run_id in ticked() if run_id not in gone)
