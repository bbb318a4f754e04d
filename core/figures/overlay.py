"""The curves of several trainings over one another, as a table and a Vega-Lite chart of it.

Vega-Lite for the reason that `core.figures.learning_curves` gives: the runs may be going on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.figures.learning_curves import TRAINING, VALIDATION, smoothed
from core.figures.theme import CLASS_COLOURS
from core.files.json_files import number
from core.runs.history import Record

Metric = Literal["loss", "accuracy", "mistakes"]
Axis = Literal["step", "epoch", "time"]

MAX_RUNS = 8
MAX_POINTS = 240  # of one curve; more cannot be told apart on a screen
RUN_COLOURS = CLASS_COLOURS[:MAX_RUNS]

METRICS: dict[Metric, str] = {"loss": "Loss", "accuracy": "Accuracy", "mistakes": "Mistakes"}
AXES: dict[Axis, str] = {"step": "Step", "epoch": "Epoch", "time": "Time"}
PARTS = {TRAINING: "Training", VALIDATION: "Validation"}

_HEIGHT = 400
_UNITS = {"hours": 3600, "minutes": 60, "seconds": 1}  # the largest that a run has three of


@dataclass(frozen=True)
class View:
    """How the curves are shown.

    "mistakes" is the share of digits not recognised, `parts` are of `PARTS`. `smoothing` of
    0..0.99 is the weight of the past in the moving average of the training; the validation, one
    point an epoch, is left as it was measured. With `log` equal heights are equal ratios, and
    what is zero cannot be shown.
    """

    metric: Metric = "loss"
    parts: tuple[str, ...] = (TRAINING, VALIDATION)
    axis: Axis = "epoch"
    log: bool = False
    smoothing: float = 0.6


@dataclass(frozen=True)
class History:
    """The records of one run, see `Run.steps` and `Run.epochs`, and what its curve is called."""

    title: str
    steps: Sequence[Record]
    epochs: Sequence[Record]


def overlay_table(histories: Sequence[History], view: View) -> pd.DataFrame:
    """Return the rows of the chart: x, value, run, part; at most `MAX_POINTS` a curve.

    Time is in seconds since the run's start. Records without a finite number where one is needed
    are left out.
    """
    tables = [
        pd.DataFrame({"x": x, "value": value, "run": history.title, "part": part})
        for history in histories
        for part in view.parts
        for x, value in [_curve(history, part, view)]
    ]
    empty = pd.DataFrame({"x": [], "value": [], "run": [], "part": []})
    return pd.concat(tables, ignore_index=True) if tables else empty


def overlay_chart(table: pd.DataFrame, titles: Sequence[str], view: View) -> dict[str, Any]:
    """Return the Vega-Lite chart of an `overlay_table`; the run called `titles[i]` has colour i.

    A click on a title in the legend brings its run out.
    """
    unit = _unit(table)
    x_title = f"{AXES[view.axis]} in {unit}" if view.axis == "time" else AXES[view.axis]
    scale = _UNITS[unit] if view.axis == "time" else 1
    run = _of_run(titles)
    parts = {"strokeDash": _of_part()} if len(view.parts) > 1 else {}
    pick = {"name": "picked", "select": {"type": "point", "fields": ["run"]}, "bind": "legend"}
    return {
        "height": _HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "transform": [{"calculate": f"datum.x / {scale}", "as": "shown_x"}],
        "encoding": {"x": _x(x_title, view), "y": _y(view)},
        "layer": [
            {
                "params": [pick],
                "mark": {"type": "line", "strokeWidth": 2, "clip": True},
                "encoding": run | parts,
            },
            {
                "transform": [{"filter": {"field": "part", "equal": VALIDATION}}],
                "mark": {"type": "point", "filled": True, "size": 45},
                "encoding": run,
            },
            {  # too faint to see, large enough to point at
                "mark": {"type": "point", "size": 90, "opacity": 0},
                "encoding": {"tooltip": _tooltip(x_title, view)},
            },
        ],
    }


def _curve(history: History, part: str, view: View) -> tuple[NDArray[Any], NDArray[Any]]:
    metric = "loss" if view.metric == "loss" else "accuracy"
    records, name = (
        (history.steps, metric) if part == TRAINING else (history.epochs, f"val_{metric}")
    )
    x, y = _places(history, records, view.axis), _numbers(records, name)
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if part == TRAINING:
        y = np.array(smoothed(y.tolist(), view.smoothing))
    if view.metric == "mistakes":
        y = 1 - y
    if view.log:
        x, y = x[y > 0], y[y > 0]
    kept = _telling(y)
    return x[kept], y[kept]


def _places(history: History, records: Sequence[Record], axis: Axis) -> NDArray[Any]:
    if axis == "time":
        return _numbers(records, "seconds")
    if axis == "epoch" or records is history.steps:
        return _numbers(records, axis)
    # An epoch's record does not tell its step, but all epochs have as many.
    steps, epochs = _numbers(history.steps, "step"), _numbers(history.steps, "epoch")
    known = np.isfinite(steps) & (epochs > 0)
    rate = (steps[known] / epochs[known])[-1] if known.any() else nan
    return _numbers(records, "epoch") * rate


def _numbers(records: Sequence[Record], name: str) -> NDArray[np.float64]:
    values = (number(record, name) for record in records)
    return np.array([nan if value is None else value for value in values], dtype=np.float64)


def _telling(values: NDArray[Any]) -> NDArray[np.int64]:
    # The least and the greatest of each stretch, so that no peak is lost, and both ends.
    if len(values) <= MAX_POINTS:
        return np.arange(len(values))
    stretches = np.array_split(np.arange(1, len(values) - 1), MAX_POINTS // 2 - 1)
    extremes = [pick(values[s]) + s[0] for s in stretches for pick in (np.argmin, np.argmax)]
    return np.unique([0, *extremes, len(values) - 1])


def _unit(table: pd.DataFrame) -> str:
    longest = table["x"].max() if len(table) else 0.0
    return next((unit for unit, size in _UNITS.items() if longest >= 3 * size), "seconds")


def _x(title: str, view: View) -> dict[str, Any]:
    whole = {"tickMinStep": 1, "format": ",d"} if view.axis != "time" else {}
    return {
        "field": "shown_x",
        "type": "quantitative",
        "title": title,
        "axis": {"grid": False, **whole},
    }


def _y(view: View) -> dict[str, Any]:
    return {
        "field": "value",
        "type": "quantitative",
        "title": METRICS[view.metric],
        "scale": {"type": "log"} if view.log else {"zero": False},
        "axis": {"format": "~g" if view.metric == "loss" else ".2~%"},
    }


def _of_run(titles: Sequence[str]) -> dict[str, Any]:
    colour = {
        "field": "run",
        "type": "nominal",
        "scale": {"domain": list(titles), "range": list(RUN_COLOURS[: len(titles)])},
        "legend": {"title": None, "orient": "bottom", "columns": 1, "labelLimit": 300},
    }
    return {
        "color": colour,
        "opacity": {"condition": {"param": "picked", "value": 1}, "value": 0.12},
    }


def _of_part() -> dict[str, Any]:
    return {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": [TRAINING, VALIDATION], "range": [[4, 3], [1, 0]]},
        "legend": {"title": None, "orient": "top"},
    }


def _tooltip(x_title: str, view: View) -> list[dict[str, Any]]:
    digits = ".4f" if view.metric == "loss" else ".2%"
    return [
        {"field": "run", "type": "nominal", "title": "Run"},
        {"field": "part", "type": "nominal", "title": "Curve"},
        {"field": "shown_x", "type": "quantitative", "title": x_title, "format": ",.2~f"},
        {
            "field": "value",
            "type": "quantitative",
            "title": METRICS[view.metric],
            "format": digits,
        },
    ]
