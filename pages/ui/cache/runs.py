"""Runs, trainings and searches of this server.

What belongs to searches is imported where it is used: no part of it is on the way to a first page.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st

from core.data import Dataset
from core.errors import DigitLabError
from core.files.versions import FileVersion, file_version
from core.jobs.jobs import Jobs
from core.jobs.queue import Wait, waits
from core.runs.at_work import AtWork
from core.runs.at_work import at_work as active_runs
from core.runs.checksums import MODELS, is_sound
from core.runs.folder import RunFile
from core.runs.run import PRETRAINED, Run
from core.runs.store import RunStore
from core.runs.summaries import RunSummaries
from core.runs.summary import RunSummary
from core.training import time_estimate
from pages.ui.cache.digits import dataset

if TYPE_CHECKING:
    from core.search.driver import Searches
    from core.search.records import Search
    from core.search.run_groups import RunGroup, RunGroups
    from core.search.trials import Trial


@st.cache_resource(show_spinner=False)
def store() -> RunStore:
    """Return the store of runs."""
    return RunStore()


@st.cache_resource(show_spinner=False)
def jobs() -> Jobs:
    """Return the training jobs of this server."""
    return Jobs(store())


@st.cache_resource(show_spinner=False)
def searches() -> Searches:
    """Return the searches of this server."""
    from core.search.driver import Searches

    return Searches(store(), jobs())


def tend() -> None:
    """See that the cluster lives and that jobs and searches go on, also an earlier server's.

    Cheap when nothing is amiss. The pages that start trainings call it when they are shown, so
    that a worker gets ready meanwhile, and whatever watches one (`pages.ui.refresh`).
    """
    searches().tend()
    jobs().tend()


def wait(run: Run) -> Wait:
    """Return the place of a waiting run and the time until its turn, as of a second ago."""
    if run.id not in _waits():
        _waits.clear()  # it came since
    return _waits().get(run.id, Wait(1, 0.0))


@st.cache_resource(show_spinner=False, ttl=1.0)
def _waits() -> dict[str, Wait]:
    # Read once for all who wait, be it a whole class.
    digits = dataset()
    return waits(store().runs(), len(digits.train), slowness(digits))


@st.cache_resource(show_spinner=False, ttl=1.0)
def at_work() -> tuple[AtWork, ...]:
    """Return the runs that go on, as of a second ago; read once for all who look."""
    return active_runs(store().runs())


@st.cache_resource(show_spinner=False, ttl=1.0)
def active_searches() -> tuple[Search, ...]:
    """Return the searches that go on, as of a second ago."""
    return tuple(search for search in searches().all() if _is_active(search))


def _is_active(search: Search) -> bool:
    with suppress(DigitLabError):  # damaged; the Search page says so
        return search.progress().is_active
    return False


def importances(search: Search, trials: tuple[Trial, ...]) -> dict[str, float] | None:
    """Return what each setting of a search mattered by its trials that have ended, if known."""
    ended = tuple(trial for trial in trials if trial.value is not None)
    return _importances(search.id, len(ended), search, ended)


@st.cache_data(show_spinner="Weighing the settings ...", max_entries=32)
def _importances(
    search_id: str, ended: int, _search: Search, _trials: tuple[Trial, ...]
) -> dict[str, float] | None:
    from core.search import sampling

    return sampling.importances(_search.ranges, _trials)


def run_summaries() -> list[RunSummary]:
    """Return the figures of all runs, newest first; a run at rest is not read again."""
    return _run_summaries().all()


@st.cache_resource(show_spinner=False)
def _run_summaries() -> RunSummaries:
    return RunSummaries(store())


def sound_models(run: Run) -> dict[RunFile, bool]:
    """Return whether each model of `run` is there and undamaged, looked at again if it changes."""
    versions = tuple(file_version(run.folder / name) for name in MODELS)
    return _sound_models(run.id, versions, run.result is not None, run)


@st.cache_data(show_spinner=False, max_entries=64)
def _sound_models(
    run_id: str, versions: tuple[FileVersion, ...], has_result: bool, _run: Run
) -> dict[RunFile, bool]:
    return {name: is_sound(_run, name) for name in MODELS}


def run_groups(runs: Sequence[Run]) -> list[RunGroup]:
    """Return which of `runs` belong together: trials of a search, folds of a cross-validation."""
    return _run_groups().all(runs)


def single_runs(runs: Sequence[Run]) -> list[Run]:
    """Return those of `runs` that are neither a trial of a search nor a fold."""
    from core.search.run_groups import members

    of_groups = members(run_groups(runs))
    return [run for run in runs if run.id not in of_groups]


@st.cache_resource(show_spinner=False)
def _run_groups() -> RunGroups:
    from core.search.run_groups import RunGroups

    return RunGroups(store())


def slowness(digits: Dataset) -> float:
    """Return how much longer than planned trainings on these digits take on this machine."""
    return _slowness(digits.fingerprint, len(digits.train))


@st.cache_data(show_spinner=False, ttl=30, max_entries=4)
def _slowness(fingerprint: str, count: int) -> float:
    runs = (run for run in store().runs() if run.info.fingerprint == fingerprint)
    return time_estimate.slowness((run for run in runs if run.id != PRETRAINED), count)
