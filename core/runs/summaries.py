"""All runs in a few figures each, fast enough for a table that refreshes every second."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import DigitLabError
from core.runs.run import Run, read_run
from core.runs.store import RunStore
from core.runs.summary import RunSummary, summarize

_SURE_SECONDS = 2.0  # no file system tells times more coarsely


@dataclass(frozen=True)
class _Known:
    summary: RunSummary
    changed: int | None  # when its folder was last changed; None to look again in any case


class RunSummaries:
    """The summaries of all runs of a store. Safe to use from several threads.

    A run at rest is remembered while its folder stays as it is: every file there is replaced or
    added as a whole, which changes the folder's time.
    """

    def __init__(self, store: RunStore) -> None:
        """Serve `store`; nothing is read yet."""
        self._store = store
        self._known: dict[Path, _Known] = {}

    def all(self) -> list[RunSummary]:
        """Return the summaries in the order of `RunStore.runs`."""
        known: dict[Path, _Known] = {}

        def read(folder: Path) -> Run:
            known[folder] = self._read(folder)
            return known[folder].summary.run

        runs = self._store.runs(read)
        self._known = known  # as a whole, so that another thread sees the old or the new
        return [known[run.folder].summary for run in runs]

    def _read(self, folder: Path) -> _Known:
        try:
            changed = folder.stat().st_mtime_ns
        except OSError as error:
            raise DigitLabError(f"{folder} cannot be read: {error.strerror}.") from error
        known = self._known.get(folder)
        if known is not None and known.changed == changed:
            return known
        run = read_run(folder)
        settled = time.time() - changed / 1e9 > _SURE_SECONDS and not run.status.state.is_active
        return _Known(summarize(run), changed if settled else None)


def tied_with_best(summaries: Sequence[RunSummary]) -> list[RunSummary]:
    """Return the run of the highest test accuracy and those whose intervals overlap with its.

    The best comes first; runs without a test accuracy do not count. Overlapping intervals do not
    prove that two runs are equally good, only that these figures alone cannot tell them apart.
    """
    scored = [summary for summary in summaries if summary.test_interval is not None]
    scored.sort(key=lambda summary: summary.test_accuracy or 0.0, reverse=True)
    if not scored:
        return []
    lower = _bounds(scored[0])[0]
    return [summary for summary in scored if _bounds(summary)[1] >= lower]


def _bounds(summary: RunSummary) -> tuple[float, float]:
    return summary.test_interval or (0.0, 0.0)
