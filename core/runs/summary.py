"""A run in a few figures: a line of the table of all runs."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.files.json_files import number
from core.metrics import wilson_interval
from core.runs.best_epoch import best_accuracy
from core.runs.history import Record
from core.runs.run import Result, Run


@dataclass(frozen=True)
class RunSummary:
    """A run and what it came to until now; None for what is not known yet.

    Accuracies and `progress` are shares of 0..1, `test_interval` is the 95 % Wilson interval,
    `seconds` the time of the training, `size` the bytes of all its files.
    """

    run: Run
    progress: float | None
    validation_accuracy: float | None
    test_accuracy: float | None
    test_interval: tuple[float, float] | None
    test_loss: float | None
    seconds: float | None
    parameters: float | None
    size: int


def summarize(run: Run) -> RunSummary:
    """Return the figures of `run` from its folder; what is damaged there counts as not known."""
    epochs = run.epochs()
    active = run.status.state.is_active
    steps = run.steps() if active or not epochs else []
    test_accuracy, test_interval = _test(run.result)
    return RunSummary(
        run=run,
        progress=progress(run, steps) if active else None,
        validation_accuracy=validation_accuracy(run, epochs),
        test_accuracy=test_accuracy,
        test_interval=test_interval,
        test_loss=number(vars(run.result), "test_loss") if run.result else None,
        seconds=max(_numbers([*epochs[-1:], *steps[-1:]], "seconds"), default=None),
        parameters=number(vars(run.result), "parameters") if run.result else None,
        size=_size(run.folder),
    )


def validation_accuracy(run: Run, epochs: Sequence[Record]) -> float | None:
    """Return the share of the validation digits, 0..1, that a run recognises by its records.

    That of its model, once there is one; until then that of its best epoch.
    """
    if run.result is not None and not run.status.state.is_active:
        return number(vars(run.result), "validation_accuracy")
    return best_accuracy(epochs, run.info.config.monitor)


def progress(run: Run, steps: Sequence[Record]) -> float:
    """Return which share of its steps, 0..1, a run has behind it by its records."""
    done = max(_numbers(steps[-1:], "step"), default=0.0)
    return min(1.0, done / run.status.total_steps) if run.status.total_steps else 0.0


def _test(result: Result | None) -> tuple[float | None, tuple[float, float] | None]:
    if result is None:
        return None, None
    accuracy, digits = number(vars(result), "test_accuracy"), result.test_digits
    with suppress(TypeError, ValueError, OverflowError):
        return accuracy, wilson_interval(round(result.test_accuracy * digits), digits)
    return accuracy, None


def _numbers(records: Iterable[Record], name: str) -> list[float]:
    return [value for record in records if (value := number(record, name)) is not None]


def _size(folder: Path) -> int:
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # replaced at this moment
                total += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118
    return total
