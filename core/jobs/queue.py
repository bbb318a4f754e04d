"""Waiting for one's turn: which place a run has, and how long it will take."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.runs.run import Run
from core.runs.status import State
from core.training.time_estimate import AROUND_A_TRAINING, planned_seconds, seconds_left


@dataclass(frozen=True)
class Wait:
    """A place among the runs that wait, 1 = next, and about how many seconds until its turn."""

    place: int
    seconds: float


def waits(runs: Iterable[Run], digits: int, slowness: float) -> dict[str, Wait]:
    """Return the wait of each of `runs` that is queued, by id: the oldest is next.

    Estimated as in `planned_seconds`, which knows `digits` and `slowness`, if as many go on side
    by side as now, and none ends before its last epoch.
    """
    active = [run for run in runs if run.status.state.is_active]
    waiting = [run for run in active if run.status.state is State.QUEUED]
    at_work = [run for run in active if run.status.state is not State.QUEUED]

    around = AROUND_A_TRAINING * slowness

    def whole(run: Run) -> float:
        return planned_seconds(run.info.config, digits) * slowness

    def left(run: Run) -> float:
        by_its_steps = seconds_left(run, run.steps())
        return whole(run) if by_its_steps is None else by_its_steps

    seconds = sum(left(run) + around for run in at_work)
    waits = {}
    for place, run in enumerate(sorted(waiting, key=lambda run: run.info.created), 1):
        waits[run.id] = Wait(place, seconds / max(1, len(at_work)))
        seconds += whole(run) + around
    return waits
