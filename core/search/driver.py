"""The searches of one store, driven in the background for as long as one is active."""

import logging
import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import Protocol

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.files.deletion import delete_folder
from core.files.lock import FileLock
from core.runs.store import RunStore
from core.search.advance import Queue, advance
from core.search.ranges import Ranges
from core.search.records import DRIVER_LOCK, Search, all_searches, create_search, find_search
from core.search.trials import MOST_TEXT, SearchState

_PERIOD_SECONDS = 1.0
_LOOK_SECONDS = 10.0  # between two looks for searches that a server left behind
_LOG = logging.getLogger(__name__)


class TendedQueue(Queue, Protocol):
    """A queue that sees by itself that its workers live."""

    def tend(self) -> None: ...


class Searches:
    """The searches beside the runs of one store. Safe to use from several threads."""

    def __init__(self, store: RunStore, queue: TendedQueue) -> None:
        """Drive searches with trainings on `queue`; nothing is started yet."""
        self._store = store
        self._queue = queue
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._wake = threading.Event()
        self._closed = False
        self._not_before = 0.0
        self._locks: dict[str, FileLock] = {}
        self._over: set[str] = set()

    def start(
        self,
        dataset: Dataset,
        base: TrainConfig,
        ranges: Ranges,
        trials: int,
        at_once: int = 1,
        user: str | None = None,
    ) -> Search:
        """Begin a search of `user` and return it; raise `DigitLabError` if it cannot be."""
        search = create_search(self._store.root, dataset, base, ranges, trials, at_once, user)
        self._drive()
        return search

    def stop(self, search: Search) -> None:
        """Ask for an end of `search`; its trials are kept."""
        with suppress(FileNotFoundError):  # deleted meanwhile
            search.request_stop()
        self._drive()

    def delete(self, search: Search) -> None:
        """Delete `search` for good; its trainings stay. One that is gone already is no error.

        Raises `DigitLabError` while it goes on, and when its folder cannot be deleted.
        """
        if _goes_on(search):
            raise DigitLabError(f"{search.id} is still going on; stop it first, then delete it.")
        delete_folder(search.folder)

    def all(self) -> list[Search]:
        """Return the searches that can be read, the newest first."""
        return all_searches(self._store.root)

    def get(self, search_id: str) -> Search:
        """Return the search called `search_id`; raise `DigitLabError` when there is none."""
        return find_search(self._store.root, search_id)

    def tend(self) -> None:
        """See that active searches go on, also those of a server that is gone.

        Cheap, so a page may call it as often as it likes.
        """
        if self._is_driving() or time.monotonic() < self._not_before:
            return
        self._not_before = time.monotonic() + _LOOK_SECONDS
        self._drive()

    def close(self) -> None:
        """Let go of all searches; another process may drive them on."""
        self._closed = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _is_driving(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _drive(self) -> None:
        with self._lock:
            self._wake.set()
            if not self._is_driving() and not self._closed:
                self._thread = threading.Thread(target=self._run, name="searches", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        try:
            while True:
                self._wake.clear()
                active = self._step_all()
                with self._lock:  # a search that starts now finds the thread alive or gone
                    if self._closed or not (active or self._wake.is_set()):
                        self._thread = None
                        return
                self._wake.wait(_PERIOD_SECONDS)
        finally:
            for lock in self._locks.values():
                lock.release()
            self._locks.clear()

    def _step_all(self) -> bool:
        active = False
        for search in all_searches(self._store.root, without=self._over):
            if not self._closed:
                active |= self._step(search)
        if active:
            self._queue.tend()
        return active

    def _step(self, search: Search) -> bool:
        lock = self._locks.setdefault(search.id, FileLock(search.folder / DRIVER_LOCK))
        try:
            if not search.progress().is_active:
                active = False
            elif lock.take():
                active = advance(search, self._store, self._queue).is_active
            else:
                active = True  # somebody else's, until that process ends
        except FileNotFoundError:  # deleted: the search, or a run just now
            active = (search.folder / "search.json").exists()
        except Exception as error:
            active = self._ended_by(search, error)
        if not active:
            self._over.add(search.id)
            self._locks.pop(search.id).release()
        return active

    def _ended_by(self, search: Search, error: Exception) -> bool:
        # On record, so that it is seen, and not met again each second.
        _LOG.exception("search %s", search.id)
        message = str(error)[:MOST_TEXT] or type(error).__name__
        with suppress(DigitLabError, OSError):
            failed = replace(search.progress(), state=SearchState.FAILED, message=message)
            search.write_progress(failed)
        return False


def _goes_on(search: Search) -> bool:
    if not (search.folder / "search.json").exists():
        return False
    try:
        return search.progress().is_active
    except DigitLabError:
        return False  # nothing drives what cannot be read
