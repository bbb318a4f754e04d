"""What all charts share: colours, names of the classes, margins, and the frame of a figure.

Pages add nothing to a figure but the theme, so every figure has its title and axes here. The same
thing has the same colour everywhere: each class, training, validation.
"""

from typing import Any, Literal

import plotly.graph_objects as go

from core.data import CLASS_COUNT

# Petroff 2021, "Accessible Color Sequences for Data Visualization": ten colours that people with
# a colour-vision deficiency can tell apart, on light and on dark.
CLASS_COLOURS = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)
TRAINING_COLOUR = CLASS_COLOURS[0]
VALIDATION_COLOUR = CLASS_COLOURS[6]
DIGITS = [str(digit) for digit in range(CLASS_COUNT)]

Shade = Literal["light", "dark"]
PRIMARY: dict[Shade, str] = {"light": "#245fba", "dark": "#6ea8fe"}
BACKGROUND: dict[Shade, str] = {"light": "#ffffff", "dark": "#11151c"}
"""Of the pages, as `.streamlit/config.toml` has them."""

AGAINST_COLOUR, FOR_COLOUR = "rgba(47, 111, 208, 1)", "rgba(230, 100, 0, 1)"
PERCENT_TICKS = {"ticksuffix": " %"}
"""For an axis of percents, 0..100: Plotly's own format of shares would leave out the space."""
MARGIN = {"l": 8, "r": 8, "t": 36, "b": 8}


def titled_figure(traces: Any, title: str, x: str, y: str, height: int) -> go.Figure:  # noqa: ANN401
    """Return a figure of `traces` with its title and axis titles, `height` in pixels."""
    figure = go.Figure(traces)
    figure.update_layout(title=title, xaxis_title=x, yaxis_title=y, height=height, margin=MARGIN)
    return figure.update_xaxes(automargin=True).update_yaxes(automargin=True)
