"""What a run's folder tells a script about: its accuracy, and what was changed on the way."""

from contextlib import suppress
from dataclasses import dataclass

from core.config.train_config import SETTINGS
from core.errors import DigitLabError
from core.files.json_files import number
from core.runs.requests import recorded_changes
from core.runs.run import Run

_MOST_STEPS = 2**53


@dataclass(frozen=True)
class Change:
    """Another highest learning rate after `step` steps."""

    step: int
    rate: float


def rate_changes(run: Run) -> tuple[Change, ...]:
    """Return the learning rates that were set while the run was training, by ascending step.

    What cannot have been is passed over.
    """
    kept: list[Change] = []
    for record in recorded_changes(run):
        step, rate = number(record, "step"), number(record, "learning_rate")
        if step is None or rate is None or not 1 <= step < _MOST_STEPS:
            continue
        with suppress(DigitLabError):
            SETTINGS["learning_rate"].check("learning_rate", rate)
            # A training that went on from its last whole epoch takes its later steps once more.
            kept = [change for change in kept if change.step < step]
            kept.append(Change(int(step), float(rate)))
    return tuple(kept)


def was_prolonged(run: Run) -> bool:
    """Say whether the run was trained for more epochs than it was first made for."""
    return any(number(record, "epochs") is not None for record in recorded_changes(run))


def finished_epochs(run: Run) -> float:
    """Return how many epochs the run has behind it, the last perhaps a part."""
    return max((number(record, "epoch") or 0.0 for record in run.epochs()), default=0.0)


def test_accuracy(run: Run) -> float | None:
    """Return the share of the test digits that the run recognises, if it has come so far."""
    accuracy = number(vars(run.result), "test_accuracy") if run.result else None
    return accuracy if accuracy is not None and 0 <= accuracy <= 1 else None
