"""Deleting runs from whichever page: those that were selected are selected no longer."""

from collections.abc import Callable, Iterable

import streamlit as st

from core.errors import DigitLabError
from core.files.deletion import SetAside
from core.runs.run import Run
from core.runs.store import DamagedRun
from pages.ui import cache
from pages.ui.markdown import plain
from pages.ui.people import sign_in
from pages.ui.run_selection import tick, ticked


def delete_runs(runs: Iterable[Run | DamagedRun]) -> None:
    """Delete `runs` for good, and say of which it cannot be done."""
    _delete(runs, cache.store().delete)


def delete_runs_soon(runs: Iterable[Run]) -> list[SetAside]:
    """Delete `runs` in a few seconds, say of which it cannot be done, and return what can come
    back until then."""
    moved: list[SetAside] = []

    def delete(run: Run | DamagedRun) -> None:
        one = cache.store().delete_soon(run)
        moved.extend([one] if one else [])

    _delete(runs, delete)
    return moved


def _delete(runs: Iterable[Run | DamagedRun], delete: Callable[[Run | DamagedRun], None]) -> None:
    gone = set()
    for run in runs:
        try:
            sign_in.check(run.info.user if isinstance(run, Run) else None)
            delete(run)
        except DigitLabError as error:
            st.toast(plain(str(error)), icon=":material/error:")
        if not run.folder.exists():
            gone.add(run.id)
    tick(run_id for run_id in ticked() if run_id not in gone)
