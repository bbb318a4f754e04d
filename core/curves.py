"""The curves of a training, as a table and a Vega-Lite chart of it.

They are the one chart that grows while one looks at it. Streamlit draws a Plotly figure anew at
each change, which flickers; to a Vega-Lite chart it only hands the new rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from core.figures import TRAINING_COLOUR, VALIDATION_COLOUR

Record = Mapping[str, Any]

MEASURED, TRAINING, VALIDATION = "as measured", "training", "validation"

_SMOOTHING = 0.6
_HEIGHT = 300


def curve_table(metric: str, steps: Sequence[Record], epochs: Sequence[Record]) -> pd.DataFrame:
    """Return the rows of a chart of `metric`, "loss" or "accuracy": epoch, value, series.

    The series are the training as measured by stretches of steps, its moving average, and the
    validation by epoch.
    """
    measured = [record[metric] for record in steps]
    series = {
        MEASURED: ([record["epoch"] for record in steps], measured),
        TRAINING: ([record["epoch"] for record in steps], smoothed(measured)),
        VALIDATION: ([r["epoch"] for r in epochs], [r[f"val_{metric}"] for r in epochs]),
    }
    tables = [pd.DataFrame({"epoch": x, "value": y, "series": n}) for n, (x, y) in series.items()]
    return pd.concat(tables, ignore_index=True)


def curve_chart(metric: str, title: str, total_epochs: int) -> dict[str, Any]:
    """Return the Vega-Lite chart of a `curve_table`, with epochs up to `total_epochs`."""
    number = ".4f" if metric == "loss" else ".2%"
    x = {
        "field": "epoch",
        "type": "quantitative",
        "title": "Epoch",
        "scale": {"domain": [0, total_epochs]},
        "axis": {"tickMinStep": 1, "format": "d", "grid": False},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": title,
        "scale": {"zero": False},
        "axis": {"format": ".2~f" if metric == "loss" else ".0%"},
    }
    tooltip = [
        {"field": "series", "type": "nominal", "title": "Curve"},
        {"field": "epoch", "type": "quantitative", "title": "Epoch", "format": ".2f"},
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


def smoothed(values: Sequence[float]) -> list[float]:
    """Return the exponential moving average of `values`, without a bias towards its start."""
    average, weight, result = 0.0, 0.0, []
    for value in values:
        average = _SMOOTHING * average + (1 - _SMOOTHING) * value
        weight = _SMOOTHING * weight + (1 - _SMOOTHING)
        result.append(average / weight)
    return result


def _only(*series: str) -> dict[str, Any]:
    return {"filter": {"field": "series", "oneOf": list(series)}}
