"""The curves of a training, as a table and a Vega-Lite chart of it.

They are the one chart that grows while one looks at it. Streamlit draws a Plotly figure anew at
each change, which flickers; to a Vega-Lite chart it only hands the new rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any

import pandas as pd

from core.figures.theme import TRAINING_COLOUR, VALIDATION_COLOUR
from core.runs.history import Record

MEASURED, TRAINING, VALIDATION = "as measured", "training", "validation"

MAX_POINTS = 400
"""Of a curve: more cannot be told apart on a screen."""

_SMOOTHING = 0.6
_HEIGHT = 300


@dataclass(frozen=True)
class CurveView:
    """How the curves of one training are shown.

    `by` is "epoch" or "step". With `log` equal heights are equal ratios: a loss by itself, an
    accuracy by the share of mistakes. `smoothing` of 0..0.99 is the weight of the past in the
    moving average of the training.
    """

    by: str = "epoch"
    log: bool = False
    smoothing: float = _SMOOTHING


def curve_table(
    metric: str,
    steps: Sequence[Record],
    epochs: Sequence[Record],
    view: CurveView = CurveView(),
    steps_per_epoch: int = 1,
) -> pd.DataFrame:
    """Return the rows of a chart of `metric`, "loss" or "accuracy": place, value, series.

    The series are the training as measured by stretches of steps, its moving average, and the
    validation by epoch. Of a long training some points are left out, never the last one.
    """
    unit = steps_per_epoch if view.by == "step" else 1
    places = [record["epoch"] * unit for record in steps]
    measured = _shown(metric, [record[metric] for record in steps], view)
    judged = _shown(metric, [record[f"val_{metric}"] for record in epochs], view)
    series = {
        MEASURED: (places, measured),
        TRAINING: (places, smoothed(measured, view.smoothing)),
        VALIDATION: ([record["epoch"] * unit for record in epochs], judged),
    }
    tables = [
        pd.DataFrame({"place": _thinned(x), "value": _thinned(y), "series": name})
        for name, (x, y) in series.items()
    ]
    return pd.concat(tables, ignore_index=True)


def curve_chart(metric: str, end: float, view: CurveView = CurveView()) -> dict[str, Any]:
    """Return the Vega-Lite chart of a `curve_table` up to `end`, in epochs or steps."""
    title = _title(metric, view)
    number = ".4f" if metric == "loss" else ".2%"
    x = {
        "field": "place",
        "type": "quantitative",
        "title": view.by.capitalize(),
        "scale": {"domain": [0, end]},
        "axis": {"tickMinStep": 1, "format": ",d", "grid": False},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"type": "log", "nice": False} if view.log else {"zero": False},
        "axis": {"format": ".2~g" if metric == "loss" else ".2~%", "tickCount": 6},
    }
    tooltip = [
        {"field": "series", "type": "nominal", "title": "Curve"},
        {
            "field": "place",
            "type": "quantitative",
            "title": view.by.capitalize(),
            "format": ",.0f" if view.by == "step" else ".2f",
        },
        {"field": "value", "type": "quantitative", "title": title, "format": number},
    ]
    colour = {
        "field": "series",
        "type": "nominal",
        "scale": {
            "domain": [TRAINING, VALIDATION],
            "range": [TRAINING_COLOUR, VALIDATION_COLOUR],
        },
        "legend": {"title": None, "orient": "bottom", "symbolOpacity": 1},
    }
    faint = {"type": "line", "color": TRAINING_COLOUR, "opacity": 0.3, "strokeWidth": 1}
    return {
        "title": title,
        "height": _HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"transform": [_only(MEASURED)], "mark": faint},
            {
                "transform": [_only(TRAINING, VALIDATION)],
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": {"color": colour},
            },
            {
                "transform": [_only(VALIDATION)],
                "mark": {"type": "point", "filled": True, "size": 60},
                "encoding": {"color": colour},
            },
            {  # too faint to see, large enough to point at
                "mark": {"type": "point", "size": 120, "opacity": 0},
                "encoding": {"tooltip": tooltip},
            },
        ],
    }


def smoothed(values: Sequence[float], factor: float = _SMOOTHING) -> list[float]:
    """Return the exponential moving average of `values`, without a bias towards its start.

    `factor`, at least 0 and below 1, is the weight of what came before; 0 leaves all as it is.
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


def _title(metric: str, view: CurveView) -> str:
    if metric == "loss":
        return "Loss"
    return "Mistakes" if view.log else "Accuracy"


def _shown(metric: str, values: list[float], view: CurveView) -> list[float]:
    if metric == "accuracy" and view.log:
        values = [1 - value for value in values]  # near 1 an accuracy has no ratios to see
    # A logarithm knows no zero: the curve has a gap there.
    return [value if value > 0 or not view.log else nan for value in values]


def _thinned(values: list[float]) -> list[float]:
    stride = 1 + len(values) // MAX_POINTS
    return values[::-stride][::-1]  # from the end, so that the last one stays


def _only(*series: str) -> dict[str, Any]:
    return {"filter": {"field": "series", "oneOf": list(series)}}
