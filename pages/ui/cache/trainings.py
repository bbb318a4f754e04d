"""Runs, trainings and searches of this server."""

from typing import Any

import streamlit as st

from core.analysis.overview import Overview
from core.analysis.overviews import Overviews
from core.data import Dataset
from core.training import estimate
from core.training.jobs import Jobs
from core.training.queue import Wait, waits
from core.training.runs import PRETRAINED, Run
from core.training.search import sampling
from core.training.search.driver import Searches
from core.training.search.records import Search
from core.training.search.trials import Trial
from core.training.store import RunStore
from pages.ui.cache.digits import dataset
from pages.ui.cache.versions import file_version

Records = list[dict[str, Any]]


@st.cache_resource(show_spinner=False)
def store() -> RunStore:
    """Return the store of runs."""
    return RunStore()


def jobs() -> Jobs:
    """Return the training jobs of this server."""
    searches().tend()  # those that an earlier server left behind go on
    return _jobs()


@st.cache_resource(show_spinner=False)
def _jobs() -> Jobs:
    return Jobs(store())


@st.cache_resource(show_spinner=False)
def searches() -> Searches:
    """Return the searches of this server."""
    return Searches(store(), _jobs())


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


def importances(search: Search, trials: tuple[Trial, ...]) -> dict[str, float] | None:
    """Return what each setting of a search mattered by its trials that have ended, if known."""
    ended = tuple(trial for trial in trials if trial.value is not None)
    return _importances(search.id, len(ended), search, ended)


@st.cache_data(show_spinner="Weighing the settings ...", max_entries=32)
def _importances(
    search_id: str, ended: int, _search: Search, _trials: tuple[Trial, ...]
) -> dict[str, float] | None:
    return sampling.importances(_search.ranges, _trials)


def overviews() -> list[Overview]:
    """Return the figures of all runs, newest first; a run at rest is not read again."""
    return _overviews().all()


@st.cache_resource(show_spinner=False)
def _overviews() -> Overviews:
    return Overviews(store())


def history(run: Run) -> tuple[Records, Records]:
    """Return the records of `run` by stretches of steps and by epoch, read once while unchanged."""
    changed = tuple(file_version(run.folder / name) for name in ("steps.jsonl", "epochs.jsonl"))
    return _history(run.id, changed, run)


@st.cache_resource(show_spinner=False, max_entries=24)
def _history(run_id: str, changed: tuple[object, ...], _run: Run) -> tuple[Records, Records]:
    return _run.steps(), _run.epochs()


def slowness(digits: Dataset) -> float:
    """Return how much longer than planned trainings on these digits take on this machine."""
    return _slowness(digits.fingerprint, len(digits.train))


@st.cache_data(show_spinner=False, ttl=30, max_entries=4)
def _slowness(fingerprint: str, count: int) -> float:
    runs = (run for run in store().runs() if run.info.fingerprint == fingerprint)
    return estimate.slowness((run for run in runs if run.id != PRETRAINED), count)
