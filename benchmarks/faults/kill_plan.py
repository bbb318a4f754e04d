"""Which process is killed, and at which moment of a training, as a seed draws it."""

import random
from dataclasses import dataclass

from core.runs.run import Run
from core.runs.status import State, read_status

_VICTIMS = {"worker": 0.4, "command": 0.25, "server": 0.25, "cluster": 0.1}
_MOMENTS = (State.QUEUED, State.STARTING, State.TRAINING, State.TRAINING, State.SAVING)
_ORDER = (*_MOMENTS, State.COMPLETED)
_LONGEST_DELAY = 0.7
_WITH_ANOTHER = 0.3  # share of trials in which a second training waits


@dataclass(frozen=True)
class Plan:
    """Who is killed, how long after a training of `epochs` epochs has come to which state."""

    seed: int
    victim: str
    epochs: int
    moment: State
    delay: float
    with_another: bool

    def __str__(self) -> str:
        return (
            f"{self.victim} killed {self.delay:.2f} s after {self.moment} of {self.epochs} epochs"
        )


def drawn_plan(seed: int) -> Plan:
    """Return the plan that `seed` stands for."""
    rng = random.Random(seed)
    (victim,) = rng.choices(list(_VICTIMS), list(_VICTIMS.values()))
    return Plan(
        seed,
        victim,
        rng.randint(2, 6),
        rng.choice(_MOMENTS),
        rng.uniform(0, _LONGEST_DELAY),
        rng.random() < _WITH_ANOTHER,
    )


def has_come_to(run: Run, moment: State) -> bool:
    """Say whether a run is in the state `moment`, or past it."""
    state = read_status(run.folder).state
    return not state.is_active or _ORDER.index(state) >= _ORDER.index(moment)
