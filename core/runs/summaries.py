"""All runs in a few figures each, fast enough for a table that refreshes every second."""

from collections.abc import Sequence

from core.runs.store import RunStore
from core.runs.summary import RunSummary, summarize


class RunSummaries:
    """The summaries of all runs of a store. Safe to use from several threads.

    That of a run at rest is remembered as long as the store remembers the run.
    """

    def __init__(self, store: RunStore) -> None:
        """Serve `store`; nothing is read yet."""
        self._store = store
        self._known: dict[str, RunSummary] = {}

    def all(self) -> list[RunSummary]:
        """Return the summaries in the order of `RunStore.runs`."""
        known, summaries = self._known, []
        for run in self._store.runs():
            before = known.get(run.id)
            if before is None or before.run is not run:
                before = summarize(run)
            summaries.append(before)
        self._known = {summary.run.id: summary for summary in summaries}  # at once, for others
        return summaries


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
