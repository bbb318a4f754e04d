"""Searches in the background: one driver at a time, and another when that one is gone."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.data import Dataset
from core.errors import DigitLabError
from core.runs.owner import Owner
from core.runs.store import RunStore
from core.search import driver as driver_module
from core.search.driver import Searches
from core.search.records import Search
from core.search.trials import SearchState
from tests.core.search.search_trainings import (
    BASE,
    RANGES,
    InstantQueue,
    abandon_search,
    new_search,
)
from tests.waiting import wait_for

PROJECT = Path(__file__).resolve().parents[3]


class BusyQueue(InstantQueue):
    """A queue that works whenever its driver looks after it."""

    def tend(self) -> None:
        self.work()


@pytest.fixture
def open_searches(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Searches]]:
    """Return a function that makes the searches of another server on the same store."""
    monkeypatch.setattr(driver_module, "_PERIOD_SECONDS", 0.01)
    opened = []

    def open_searches() -> Searches:
        opened.append(Searches(store, BusyQueue(store)))
        return opened[-1]

    yield open_searches
    for searches in opened:
        searches.close()


def has_ended(search: Search) -> bool:
    return not search.progress().is_active


def test_goes_on_by_itself_to_the_end(open_searches, offline: Dataset) -> None:
    """A search that was started needs nobody; its thread ends with it."""
    searches = open_searches()
    search = searches.start(offline, BASE, RANGES, 5)
    wait_for(lambda: has_ended(search))

    assert SearchState.FINISHED is search.progress().state
    assert 5 == len(search.progress().trained)
    wait_for(lambda: not searches._is_driving())


def test_picked_up_after_a_restart(
    open_searches, store: RunStore, offline: Dataset, dead_owner: Owner
) -> None:
    """Another server goes on with a search whose server has gone, with its whole budget."""
    first = open_searches()
    search = first.start(offline, BASE, RANGES, 12)
    wait_for(lambda: len(search.progress().ended) >= 2)
    first.close()
    abandon_search(search, store, dead_owner)
    done = len(search.progress().ended)
    assert search.progress().is_active
    second = open_searches()
    second.tend()
    wait_for(lambda: has_ended(search))

    assert done < 12 == len(search.progress().trained) == len(store.runs())


def test_two_servers_drive_one_search_once(open_searches, store: RunStore, offline) -> None:
    """Of two servers on one folder one drives; no trial is started by both."""
    first, second = open_searches(), open_searches()
    search = first.start(offline, BASE, RANGES, 8)
    wait_for(lambda: len(search.progress().trials) >= 1)
    second.tend()
    wait_for(lambda: has_ended(search))

    assert 8 == len(first._queue.submitted)
    assert [] == second._queue.submitted
    assert 8 == len(store.runs())


def test_stop(open_searches, offline: Dataset) -> None:
    """A stop ends the search with what it has."""
    searches = open_searches()
    search = searches.start(offline, BASE, RANGES, 200)
    wait_for(lambda: len(search.progress().ended) >= 2)
    searches.stop(search)
    wait_for(lambda: has_ended(search))

    assert SearchState.STOPPED is search.progress().state
    assert not any(trial.is_running for trial in search.progress().trials)


def test_delete(open_searches, store: RunStore, offline: Dataset) -> None:
    """A search that goes on cannot be deleted; one that has ended can, and its trainings stay."""
    searches = open_searches()
    search = searches.start(offline, BASE, RANGES, 200)
    wait_for(lambda: bool(search.progress().ended))
    with pytest.raises(DigitLabError, match="still going on; stop it first"):
        searches.delete(search)
    searches.stop(search)
    wait_for(lambda: has_ended(search))
    trained = {trial.run for trial in search.progress().trained}

    searches.delete(search)
    searches.delete(search)  # somebody else did, a moment ago

    assert [] == searches.all()
    assert not search.folder.exists()
    assert trained == {run.id for run in store.runs()}


def test_delete_a_damaged_search(open_searches, store: RunStore, offline: Dataset) -> None:
    """Nobody can say whether it goes on, so it may go."""
    search = new_search(store, offline)
    (search.folder / "trials.json").write_text("{")

    open_searches().delete(search)

    assert not search.folder.exists()


def test_damaged_search_leaves_others_alone(
    open_searches, store: RunStore, offline: Dataset
) -> None:
    """A search with a broken file, and one whose folder is deleted, do not keep others from
    their end."""
    searches = open_searches()
    broken, gone = new_search(store, offline), new_search(store, offline)
    (broken.folder / "trials.json").write_text("{")
    good = searches.start(offline, BASE, RANGES, 6)
    wait_for(lambda: len(gone.progress().trials) > 0)
    for path in gone.folder.iterdir():
        path.unlink()
    wait_for(lambda: has_ended(good))

    assert SearchState.FINISHED is good.progress().state
    wait_for(lambda: not searches._is_driving())


def test_unforeseen_error_is_put_on_record(
    open_searches, offline: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error nobody thought of ends the search, visibly, instead of repeating each second."""

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(driver_module, "advance", broken)
    search = open_searches().start(offline, BASE, RANGES, 3)
    wait_for(lambda: has_ended(search))

    assert (SearchState.FAILED, "the disk is on fire") == (
        search.progress().state,
        search.progress().message,
    )


def test_optuna_waits_until_it_is_needed() -> None:
    """Importing all of a search, as every page does, brings neither Optuna nor scikit-learn."""
    script = (
        "import sys, core.search.driver, core.search.time_estimate, "
        "core.figures.search\nprint(sorted({'optuna', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, timeout=120
    )
    assert "[]" == done.stdout.strip(), done.stderr
