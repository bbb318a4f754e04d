"""A confusion matrix that changes while one looks at it: rows for a Vega-Lite chart.

The matrix of the Evaluate page is a table of buttons, to be clicked; this one is only watched, and
drawn anew by Plotly it would flicker (see `core.figures.learning_curves`).
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_SIDE = 260
_LIGHT, _DARK = ("#f4f6f9", "#a3330b"), ("#1a202b", "#ff8a4c")


def confusion_table(matrix: NDArray[np.int64]) -> pd.DataFrame:
    """Return a row for each cell of `matrix` (10, 10): actual, predicted, digits, mistakes."""
    actual, predicted = np.indices(matrix.shape).reshape(2, -1)
    digits = matrix.ravel()
    return pd.DataFrame(
        {
            "actual": actual.astype(str),
            "predicted": predicted.astype(str),
            "digits": digits,
            "mistakes": np.where(actual == predicted, 0, digits),
        }
    )


def confusion_chart(title: str, *, dark: bool) -> dict[str, Any]:
    """Return the Vega-Lite chart of a `confusion_table`: mistakes are coloured, few show too."""
    axis = {"labelAngle": 0, "labelOverlap": False, "ticks": False, "domain": False}
    x = {"field": "predicted", "type": "ordinal", "title": "Recognised as", "axis": axis}
    y = {"field": "actual", "type": "ordinal", "title": "Is", "axis": axis}
    colour = {
        "field": "mistakes",
        "type": "quantitative",
        "scale": {"type": "symlog", "range": list(_DARK if dark else _LIGHT), "domainMin": 0},
        "legend": None,
    }
    tooltip = [
        {"field": "actual", "title": "Is"},
        {"field": "predicted", "title": "Recognised as"},
        {"field": "digits", "title": "Digits", "format": ","},
    ]
    number = {"type": "text", "fontSize": 10, "color": "#e6eaf1" if dark else "#1c2430"}
    return {
        "title": title,
        "height": _SIDE,
        "autosize": {"type": "fit", "contains": "padding"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip},
        "layer": [
            {"mark": {"type": "rect"}, "encoding": {"color": colour}},
            {
                "transform": [{"filter": "datum.digits > 0"}],
                "mark": number,
                "encoding": {"text": {"field": "digits", "type": "quantitative"}},
            },
        ],
    }
