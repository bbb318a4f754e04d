"""How long a training will take, before it begins.

A model of the time of one step, with constants measured on two cores of a shared server, and
scaled by how long finished trainings on this machine really took.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from statistics import median
from typing import Any

from core.config.preset_results import MEASURED_DIGITS, preset_result
from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.data.mixture import Mixture
from core.files.json_files import number
from core.networks.architectures import costs
from core.runs.run import Run
from core.runs.status import State

_SECONDS_PER_MULTIPLY_ADD = 4.6e-11  # of a training step, so forwards and backwards
_SECONDS_PER_DIGIT = 2e-7
_SECONDS_PER_STEP = 4e-4
_SECONDS_PER_CHANGED_DIGIT = 9e-5
_SECONDS_PER_EPOCH = 0.05
_SECONDS_TO_START = 1.5
_EVALUATED = 1 / 3  # of the work of a step: forwards alone
_LOOKED_AT = 8  # finished runs, the newest ones

AROUND_A_TRAINING = 2.0
"""Seconds beside the epochs of a training: until it begins, and for saving and judging it.

Measured: 0.9 to 1.9 s by preset, 6.5 s for the deep CNN, whose epochs take minutes.
"""


def planned_seconds(config: TrainConfig, digits: int) -> float:
    """Return how long a training of `config` takes on a data set of `digits` training digits."""
    held_back = digits * config.validation_fraction
    seen = (digits - held_back) * config.train_fraction
    work = sum(cost.multiply_adds for cost in costs(config)) * _SECONDS_PER_MULTIPLY_ADD
    each = work + _SECONDS_PER_DIGIT
    if config.mixture != Mixture():
        more = 1 + config.mixture.synthetic + config.mixture.nondigits
        each = more * (each + _SECONDS_PER_CHANGED_DIGIT)
    steps = ceil(seen / config.batch_size)
    epoch = seen * each + held_back * work * _EVALUATED + steps * _SECONDS_PER_STEP
    return _SECONDS_TO_START + config.epochs * (epoch + _SECONDS_PER_EPOCH)


def expected_seconds(config: TrainConfig, preset: str, digits: int) -> float:
    """Return how long a training of `config`, which was made from a preset, takes.

    As planned, and scaled by what the preset itself took when it was measured: its own time is
    that, and changes of it lead away from there.
    """
    known, planned = preset_result(preset), planned_seconds(config, digits)
    if known is None:
        return planned
    return planned * known.seconds / planned_seconds(PRESETS[preset].config, MEASURED_DIGITS)


def seconds_left(run: Run, steps: Sequence[Mapping[str, Any]]) -> float | None:
    """Return how long the steps of `run` will still take by the records so far, None before any."""
    last = steps[-1] if steps else {}
    done, seconds = number(last, "step"), number(last, "seconds")
    if not done or seconds is None or not run.status.total_steps:
        return None
    return max(0.0, (run.status.total_steps - done) * seconds / done)


def slowness(runs: Iterable[Run], digits: int) -> float:
    """Return how much longer than planned the newest finished of `runs` took here, 1 if unknown."""
    ratios: list[float] = []
    for run in runs:
        if run.status.state is State.COMPLETED and len(ratios) < _LOOKED_AT:
            epochs = run.epochs()
            seconds = number(epochs[-1], "seconds") if epochs else None
            if seconds is not None and len(epochs) == run.info.config.epochs:
                ratios.append(seconds / planned_seconds(run.info.config, digits))
    return median(ratios) if ratios else 1.0
