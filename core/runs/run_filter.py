"""Which runs a table shows, and which of them on top."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.runs.run import Run
from core.runs.status import State

# What a person looks for: a training at work is one kind, whatever it is just doing.
ACTIVE = "active"
KINDS = (ACTIVE, *(state.value for state in State if not state.is_active))


@dataclass(frozen=True)
class RunFilter:
    """What a run must be to be shown.

    Every word of `text` must stand in its name, note, network or id, whatever its case. `kinds` are
    of `KINDS`, and none means all.
    """

    text: str = ""
    kinds: frozenset[str] = frozenset()
    starred_only: bool = False
    starred_first: bool = False

    def shown(self, runs: Sequence[Run]) -> list[Run]:
        """Return the runs that are shown, in order, or with starred ones before the others."""
        runs = [run for run in runs if self._wants(run)]
        # Sorting keeps the order of equals.
        return sorted(runs, key=lambda run: self.starred_first and not run.annotation.starred)

    def _wants(self, run: Run) -> bool:
        if self.starred_only and not run.annotation.starred:
            return False
        if self.kinds and kind(run) not in self.kinds:
            return False
        network = run.info.config.network_title
        told = " ".join((run.title, run.annotation.note, network, run.id)).casefold()
        return all(word in told for word in self.text.casefold().split())


def kind(run: Run) -> str:
    """Return which of `KINDS` a run is of."""
    state = run.status.state
    return ACTIVE if state.is_active else state.value
