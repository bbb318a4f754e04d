"""The trials of a search, and how far the search is: plain data that is checked when read."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from core.config.setting import Value
from core.files.ids import is_id
from core.search.ranges import Ranges, contains

MOST_TEXT = 1000  # characters of a message


class SearchState(StrEnum):
    """The life of a search: active, then one of the ends."""

    ACTIVE = "active"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


class TrialState(StrEnum):
    """The life of a trial: running, then one of the ends."""

    RUNNING = "running"
    COMPLETED = "completed"
    PRUNED = "pruned"
    STOPPED = "stopped"
    FAILED = "failed"
    IMPOSSIBLE = "impossible"


_WITHOUT_VALUE = {TrialState.RUNNING, TrialState.FAILED, TrialState.IMPOSSIBLE}


@dataclass(frozen=True)
class Trial:
    """One set of values that is tried.

    `run` is the id of its training, None for a combination that is impossible. `accuracies` are
    the shares 0..1 of the validation digits after each whole epoch, `seconds` those of training;
    `restarts` counts how often it was taken up again after an interruption.
    """

    number: int
    settings: Mapping[str, Value]
    state: TrialState
    run: str | None = None
    accuracies: tuple[float, ...] = ()
    seconds: float = 0.0
    message: str = ""
    restarts: int = 0

    @property
    def value(self) -> float | None:
        """The best validation accuracy, 0..1, of a trial that has ended with one."""
        if self.state in _WITHOUT_VALUE or not self.accuracies:
            return None
        return max(self.accuracies)

    @property
    def is_running(self) -> bool:
        """Whether something is still going to happen."""
        return self.state is TrialState.RUNNING


@dataclass(frozen=True)
class Progress:
    """How far a search is. `message` is a plain sentence for the user where one is needed."""

    state: SearchState = SearchState.ACTIVE
    message: str = ""
    trials: tuple[Trial, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether trials are running or still to come."""
        return self.state is SearchState.ACTIVE

    @property
    def trained(self) -> tuple[Trial, ...]:
        """The trials that became trainings: those that count against the budget."""
        return tuple(trial for trial in self.trials if trial.run is not None)

    @property
    def ended(self) -> tuple[Trial, ...]:
        """The trainings that have ended."""
        return tuple(trial for trial in self.trained if not trial.is_running)

    @property
    def best(self) -> Trial | None:
        """The trial with the best validation accuracy so far, the first of equals."""
        ranked = [(t.value, -t.number, t) for t in self.trials if t.value is not None]
        return max(ranked, key=lambda one: one[:2])[2] if ranked else None

    def to_dict(self) -> dict[str, Any]:
        """Return the progress as plain data for JSON."""
        trials = [asdict(trial) for trial in self.trials]
        return {"state": self.state, "message": self.message, "trials": trials}


def progress_from_dict(data: Mapping[str, Any], ranges: Ranges) -> Progress:
    """Return the progress that `to_dict` wrote for a search over `ranges`.

    Raises `KeyError`, `TypeError`, `ValueError` or `AttributeError` for anything else.
    """
    trials = tuple(_trial(number, one, ranges) for number, one in enumerate(data["trials"]))
    return Progress(SearchState(data["state"]), text(data["message"]), trials)


def text(value: object) -> str:
    """Return `value` if it is a text of a bounded length; raise `ValueError` otherwise."""
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise ValueError(f"{value!r:.40} is no short text")
    value.encode()  # a ValueError for half a character, which no page can show
    return value


def _trial(number: int, data: Mapping[str, Any], ranges: Ranges) -> Trial:
    settings, run = data["settings"], data["run"]
    if data["number"] != number:
        raise ValueError(f"trial {data['number']!r:.20} at place {number}")
    if settings.keys() != ranges.keys():
        raise ValueError(f"trial {number} lacks settings or has some too many")
    for name, value in settings.items():
        if not contains(name, ranges[name], value):
            raise ValueError(f"{name} {value!r:.40} of trial {number} is out of its range")
    state = TrialState(data["state"])
    if (run is None) != (state is TrialState.IMPOSSIBLE):
        raise ValueError(f"trial {number} is {state}, with the run {run!r:.40}")
    if run is not None and not is_id(run):
        raise ValueError(f"trial {number} has no run called {run!r:.40}")
    return Trial(
        number,
        dict(settings),
        state,
        run,
        tuple(_number(accuracy, 1.0) for accuracy in data["accuracies"]),
        _number(data["seconds"], math.inf),
        text(data["message"]),
        int(_number(data["restarts"], 1e6)),
    )


def _number(value: object, most: float) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= most or value == math.inf:
        raise ValueError(f"{value!r:.40} is no number from 0 to {most:g}")
    return float(value)
