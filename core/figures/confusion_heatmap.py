"""A confusion matrix that changes while one looks at it: rows for a Vega-Lite chart.

The matrix of the Evaluate page is a table of buttons, to be clicked; this one looks alike and is
only watched. Drawn anew by Plotly it would flicker (see `core.figures.learning_curves`).
"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.analysis.confusion import View, cells
from core.figures.colours import contrast, ink_on, mixed
from core.figures.theme import BACKGROUND, PRIMARY, Shade

_SIDE = 300
_PALEST = 0.04  # of the primary colour, as in Evaluate's matrix
_READABLE = 4.5  # as WCAG 2 asks of text
_STRENGTHS = [step / 1000 for step in range(1001)]


def confusion_table(matrix: NDArray[np.int64]) -> pd.DataFrame:
    """Return a row for each cell of `matrix` (10, 10): actual, predicted, digits, strength 0..1."""
    actual, predicted = np.indices(matrix.shape).reshape(2, -1)
    return pd.DataFrame(
        {
            "actual": actual.astype(str),
            "predicted": predicted.astype(str),
            "digits": matrix.ravel(),
            "strength": cells(matrix, View()).strengths.ravel(),
        }
    )


def cell_colour(strength: float, shade: Shade) -> str:
    """Return the colour of a cell of this strength, 0..1."""
    return mixed(BACKGROUND[shade], PRIMARY[shade], _PALEST + (1 - _PALEST) * strength)


def ink_by_strength(shade: Shade) -> tuple[str, float, str]:
    """Return the ink of numbers on pale cells, from which strength on another, and that.

    The other one begins as soon as it can be read, so that the diagonal has one ink.
    """
    pale, strong = (ink_on(cell_colour(strength, shade)) for strength in (0, 1))
    readable = (s for s in _STRENGTHS if contrast(strong, cell_colour(s, shade)) >= _READABLE)
    return pale, next(readable), strong


def confusion_chart(title: str, *, dark: bool) -> dict[str, Any]:
    """Return the Vega-Lite chart of a `confusion_table`: colours by the logarithm, few show too."""
    shade: Shade = "dark" if dark else "light"
    axis = {
        "labelAngle": 0,
        "labelOverlap": False,
        "labelBound": False,
        "labelFlush": False,
        "ticks": False,
        "domain": False,
    }
    x = {"field": "predicted", "type": "ordinal", "title": "Predicted", "axis": axis}
    y = {"field": "actual", "type": "ordinal", "title": "Actual", "axis": axis}
    ends = [cell_colour(strength, shade) for strength in (0, 1)]
    colour = {
        "field": "strength",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "range": ends, "interpolate": "rgb"},
        "legend": None,
    }
    pale, turn, strong = ink_by_strength(shade)
    ink = {"condition": {"test": f"datum.strength >= {turn}", "value": strong}, "value": pale}
    tooltip = [
        {"field": "actual", "title": "Actual"},
        {"field": "predicted", "title": "Predicted"},
        {"field": "digits", "title": "Digits", "format": ","},
    ]
    return {
        "title": title,
        "height": _SIDE,
        "autosize": {"type": "fit", "contains": "padding"},
        "encoding": {"x": x, "y": y, "tooltip": tooltip},
        "layer": [
            {"mark": {"type": "rect"}, "encoding": {"color": colour}},
            {
                "transform": [{"filter": "datum.digits > 0"}],
                "mark": {"type": "text", "fontSize": 11},
                "encoding": {
                    "text": {"field": "digits", "type": "quantitative", "format": ","},
                    "color": ink,
                },
            },
        ],
    }
