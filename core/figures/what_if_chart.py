"""The ten probabilities along a change of a digit, as rows for a Vega-Lite chart.

It changes while a slider moves: a Plotly figure would be mounted anew each time (see
`core.figures.learning_curve_chart`), so nothing in the chart looks at the rows.
"""

from typing import Any

import numpy as np
import pandas as pd

from core.analysis.what_if import CHANGES, Curve
from core.figures.theme import CLASS_COLOURS, DIGITS

_HEIGHT = 420  # with title and legend
_REFUSED_COLOUR = "#8a94a6"


def curve_table(curve: Curve) -> pd.DataFrame:
    """Return a row for each point and class: amount, digit, probability 0..1, present, refused.

    `refused_to` is where the next point is: a band from `amount` to it is no digit.
    """
    count = len(curve.amounts)
    ends = (*curve.amounts[1:], curve.amounts[-1])
    return pd.DataFrame(
        {
            "amount": np.repeat(curve.amounts, len(DIGITS)),
            "digit": DIGITS * count,
            "probability": curve.probabilities.ravel(),
            "present": np.repeat([amount == curve.present for amount in curve.amounts], 10),
            "refused": np.repeat(~curve.is_digit, 10),
            "refused_to": np.repeat(ends, 10),
        }
    )


def curve_chart(name: str) -> dict[str, Any]:
    """Return the Vega-Lite chart of a `curve_table` along the change called `name`."""
    change = CHANGES[name]
    x = {
        "field": "amount",
        "type": "quantitative",
        "title": f"{change.title} ({change.unit})",
        "scale": {"domain": [change.low, change.high], "nice": False},
        "axis": {"grid": False},
    }
    y = {
        "field": "probability",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "labelExpr": "replace(datum.label, '%', ' %')", "tickCount": 5},
    }
    return {
        "title": "Probabilities",
        "height": _HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "encoding": {"x": x},
        "layer": [
            {
                "transform": [{"filter": "datum.refused && datum.digit == '0'"}],
                "mark": {"type": "rect", "color": _REFUSED_COLOUR, "opacity": 0.22},
                "encoding": {"x2": {"field": "refused_to"}},
            },
            {
                "mark": {"type": "line", "strokeWidth": 2, "clip": True},
                "encoding": {"y": y, "color": _colour()},
            },
            {
                "transform": [{"filter": "datum.present && datum.digit == '0'"}],
                "mark": {"type": "rule", "strokeDash": [5, 4], "color": _REFUSED_COLOUR},
            },
            {
                "transform": [{"filter": "datum.present"}],
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {"y": y, "color": _colour()},
            },
            {  # too faint to see, large enough to point at
                "mark": {"type": "point", "size": 90, "opacity": 0},
                "encoding": {"y": y, "tooltip": _tooltip(change.title)},
            },
        ],
    }


def _colour() -> dict[str, Any]:
    return {
        "field": "digit",
        "type": "nominal",
        "scale": {"domain": DIGITS, "range": list(CLASS_COLOURS)},
        "legend": {"title": None, "orient": "bottom", "columns": 5, "symbolOpacity": 1},
    }


def _tooltip(title: str) -> list[dict[str, Any]]:
    return [
        {"field": "digit", "type": "nominal", "title": "Digit"},
        {"field": "amount", "type": "quantitative", "title": title},
        {"field": "probability", "type": "quantitative", "title": "Probability", "format": ".1%"},
    ]
