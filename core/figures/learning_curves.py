"""The learning curves of one run or several, as a table of points.

`core.figures.learning_curve_chart` draws it. A reader who looks at a training that goes on is
only handed new rows; how they are drawn depends on the runs and the view alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.files.json_files import number
from core.runs.history import Record

Metric = Literal["loss", "accuracy", "error_rate"]
Axis = Literal["step", "epoch", "time"]

MEASURED, TRAINING, VALIDATION = "as measured", "training", "validation"
"""The parts of a curve: training as measured, its moving average, and validation by epoch."""

METRICS: dict[Metric, str] = {"loss": "Loss", "accuracy": "Accuracy", "error_rate": "Error rate"}
AXES: dict[Axis, str] = {"step": "Step", "epoch": "Epoch", "time": "Time"}

MAX_RUNS = 8
MAX_POINTS = 240
"""Of one curve: more cannot be told apart on a screen."""

SMOOTHING = 0.6

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CurveView:
    """How learning curves are shown.

    `parts` are of `MEASURED`, `TRAINING` and `VALIDATION`. `smoothing` of 0..0.99 is the weight of
    the past in the moving average of the training; the validation, one point an epoch, is left as
    it was measured. With `log` equal heights are equal ratios.
    """

    metric: Metric = "loss"
    parts: tuple[str, ...] = (TRAINING, VALIDATION)
    axis: Axis = "epoch"
    log: bool = False
    smoothing: float = SMOOTHING

    @property
    def shown_metric(self) -> Metric:
        """What is drawn: near 1 an accuracy has no ratios to see, the error rate has."""
        return "error_rate" if self.log and self.metric == "accuracy" else self.metric


@dataclass(frozen=True)
class History:
    """The records of one run, see `Run.steps` and `Run.epochs`, and what its curve is called."""

    title: str
    steps: Sequence[Record]
    epochs: Sequence[Record]


def curve_table(histories: Sequence[History], view: CurveView) -> pd.DataFrame:
    """Return the points of the curves: x, value, run, part; at most `MAX_POINTS` a curve.

    Time is in seconds since the run's start, accuracy and error rate are shares of 0..1. Records
    without a finite number where one is needed are left out. A logarithm knows no zero: there the
    value is NaN, and the curve has a gap.
    """
    tables = [
        pd.DataFrame({"x": x, "value": value, "run": history.title, "part": part})
        for history in histories
        for part in view.parts
        for x, value in [_curve(history, part, view)]
    ]
    empty = pd.DataFrame({"x": [], "value": [], "run": [], "part": []})
    return pd.concat(tables, ignore_index=True) if tables else empty


def smoothed(values: Sequence[float], factor: float = SMOOTHING) -> list[float]:
    """Return the exponential moving average of `values`, without a bias towards its start.

    `factor`, at least 0 and below 1, is the weight of what came before; 0 leaves all as it is. A
    NaN stays in its place and has no weight.
    """
    average, weight, result = 0.0, 0.0, []
    for value in values:
        if isnan(value):
            result.append(value)
            continue
        average = factor * average + (1 - factor) * value
        weight = factor * weight + (1 - factor)
        result.append(average / weight)
    return result


def _curve(history: History, part: str, view: CurveView) -> tuple[Floats, Floats]:
    x, y = _measured(history, part, view)
    if part == TRAINING:
        y = np.array(smoothed(y.tolist(), view.smoothing))
    if view.shown_metric == "error_rate":
        y = 1 - y
    kept = _extremes_and_ends(y)
    x, y = x[kept], y[kept]
    return x, np.where(y > 0, y, nan) if view.log else y


def _measured(history: History, part: str, view: CurveView) -> tuple[Floats, Floats]:
    name = "loss" if view.metric == "loss" else "accuracy"
    if part == VALIDATION:
        x, y = _epoch_places(history, view.axis), _numbers(history.epochs, f"val_{name}")
    else:
        x, y = _step_places(history, view.axis), _numbers(history.steps, name)
    known = np.isfinite(x) & np.isfinite(y)
    return x[known], y[known]


def _step_places(history: History, axis: Axis) -> Floats:
    return _numbers(history.steps, "seconds" if axis == "time" else axis)


def _epoch_places(history: History, axis: Axis) -> Floats:
    if axis != "step":
        return _numbers(history.epochs, "seconds" if axis == "time" else axis)
    # An epoch's record does not tell its step, but all epochs have as many.
    steps, epochs = _numbers(history.steps, "step"), _numbers(history.steps, "epoch")
    known = np.isfinite(steps) & (epochs > 0)
    rate = (steps[known] / epochs[known])[-1] if known.any() else nan
    return _numbers(history.epochs, "epoch") * rate


def _numbers(records: Sequence[Record], name: str) -> Floats:
    values = (number(record, name) for record in records)
    return np.array([nan if value is None else value for value in values], dtype=np.float64)


def _extremes_and_ends(values: NDArray[Any]) -> NDArray[np.int64]:
    # The least and the greatest of each stretch, so that no peak is lost, and both ends.
    if len(values) <= MAX_POINTS:
        return np.arange(len(values))
    stretches = np.array_split(np.arange(1, len(values) - 1), MAX_POINTS // 2 - 1)
    extremes = [pick(values[s]) + s[0] for s in stretches for pick in (np.argmin, np.argmax)]
    return np.unique([0, *extremes, len(values) - 1])
