"""All runs in a few figures each, fast enough for a table that refreshes every second."""

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
