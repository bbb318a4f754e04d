"""The lines of a table of runs: each group one line that opens, every other run a line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.formats import counted, duration
from core.runs.columns import Column, shown_time
from core.runs.summary import RunSummary
from core.search.run_groups import RunGroup, members


@dataclass(frozen=True)
class RunLine:
    """A run; one that stands below the line of its group `is_member`."""

    summary: RunSummary
    is_member: bool = False


@dataclass(frozen=True)
class GroupLine:
    """A group: those of its runs that are shown, in their order, below it or folded away."""

    group: RunGroup
    summaries: tuple[RunSummary, ...]
    is_open: bool

    @property
    def best(self) -> RunSummary | None:
        """The trial of a search with the best validation accuracy; folds are of one recipe."""
        valued = [s for s in self.summaries if s.validation_accuracy is not None]
        if self.group.search is None or not valued:
            return None
        return max(valued, key=lambda summary: summary.validation_accuracy or 0.0)

    @property
    def title(self) -> str:
        """What the line is called, with how many runs it stands for."""
        noun = "fold" if self.group.search is None else "trial"
        return f"{self.group.title} ({counted(len(self.summaries), noun)})"

    @property
    def active(self) -> int:
        """How many of the runs are going on or waiting."""
        return sum(summary.run.status.state.is_active for summary in self.summaries)

    @property
    def seconds(self) -> float:
        """The time of all trainings together."""
        return sum(summary.seconds or 0.0 for summary in self.summaries)

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(summary.size for summary in self.summaries)

    @property
    def created(self) -> datetime:
        """When the last one was made."""
        return max(summary.run.info.created for summary in self.summaries)

    def text(self, column: Column) -> str:
        """Return what the line says in `column`: of all its runs, or of the best trial."""
        match column.name:
            case "time":
                return duration(self.seconds)
            case "size":
                return f"{self.size / 1e6:.1f} MB"
            case "created":
                return shown_time(self.created)
            case "state":
                return f"{self.active} running" if self.active else ""
            case "test" | "interval" | "validation" | "loss" if self.best is not None:
                return column.text(self.best)
        return ""


def run_lines(
    summaries: Sequence[RunSummary], groups: Sequence[RunGroup], opened: Collection[str]
) -> list[RunLine | GroupLine]:
    """Return the lines of `summaries`, in their order.

    A group stands at the place of its first run; `opened` are the ids of groups whose runs follow.
    """
    group_of, lines = members(groups), list[RunLine | GroupLine]()
    runs_of: dict[str, list[RunSummary]] = {}
    for summary in summaries:
        if group := group_of.get(summary.run.id):
            runs_of.setdefault(group.id, []).append(summary)
    for summary in summaries:
        group = group_of.get(summary.run.id)
        if group is None:
            lines.append(RunLine(summary))
        elif own := runs_of.pop(group.id, None):
            lines.append(GroupLine(group, tuple(own), group.id in opened))
            if group.id in opened:
                lines += [RunLine(one, is_member=True) for one in own]
    return lines
