"""Numbers as Plotly figures.

Pages add nothing to them but the theme, so every figure has its title and axes here. The same
thing has the same colour everywhere: each class, training, validation.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.analysis import Reliability

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
DIGITS = [str(digit) for digit in range(10)]

_SMALLEST_BIN, _BIN_GROWTH = 5, 4  # pixels of a bin of one digit, and for each ten times more
_MARGIN = {"l": 8, "r": 8, "t": 36, "b": 8}


def class_balance(counts: NDArray[np.int64]) -> go.Figure:
    """Return bars of the number of digits of each class, `counts` (10,)."""
    bars = go.Bar(
        x=DIGITS,
        y=counts,
        marker_color=CLASS_COLOURS,
        hovertemplate="%{y:,} digits show a %{x}<extra></extra>",
    )
    return _figure(bars, "How many of each digit", "Digit", "Digits in this split", height=280)


def probability_bars(probabilities: NDArray[np.float64]) -> go.Figure:
    """Return a bar for each of the ten `probabilities` (10,)."""
    bars = go.Bar(
        x=probabilities,
        y=DIGITS,
        orientation="h",
        marker_color=CLASS_COLOURS,
        text=[f"{100 * p:.1f} %" if p >= 0.0005 else "" for p in probabilities],
        textposition="outside",
        hovertemplate="%{y}: %{x:.2%}<extra></extra>",
    )
    figure = _figure(bars, "How sure the model is", "Probability", "Digit", height=320)
    room_for_text = 1.18
    figure.update_xaxes(range=[0, room_for_text], tickvals=[0, 0.5, 1], tickformat=".0%")
    return figure.update_yaxes(autorange="reversed", type="category")


def confusion_matrix(
    matrix: NDArray[np.int64], selected: tuple[int, int] | None = None, *, dark: bool = False
) -> go.Figure:
    """Return a matrix (10, 10) of counts with actual classes as rows, and one cell outlined.

    Colours go by the logarithm, so that a mistake made once shows beside a thousand right
    answers; `dark` fits them to a dark page. A click selects a point of the last trace, whose
    customdata is [actual, predicted].
    """
    ink, paint = ("#e6eaf1", "47, 104, 178") if dark else ("#1c2430", "63, 144, 218")
    shades = go.Heatmap(
        z=np.log1p(matrix),
        x=DIGITS,
        y=DIGITS,
        colorscale=[[0, f"rgba({paint}, 0.06)"], [1, f"rgba({paint}, 1)"]],
        showscale=False,
        hoverinfo="skip",
        xgap=1,
        ygap=1,
    )
    counts = _on_cells(
        mode="text",
        textfont_color=ink,
        text=[f"{count:,}" if count else "" for count in matrix.flat],
        hoverinfo="skip",
    )
    traces = [shades, counts, _clickable(matrix)]
    figure = _figure(traces, "Confusion matrix", "Predicted", "Actual", height=450)
    axis = {"type": "category", "showgrid": False, "zeroline": False, "fixedrange": True}
    figure.update_xaxes(**axis, range=[-0.5, 9.5]).update_yaxes(**axis, range=[9.5, -0.5])
    if selected is not None:
        figure.add_shape(**_outline(*selected))
    return figure.update_layout(clickmode="event+select", dragmode=False, showlegend=False)


def reliability(found: Reliability) -> go.Figure:
    """Return accuracy against probability in bins, beside the line on which both are equal.

    A point is the larger the more digits its bin has; empty bins have none.
    """
    used = np.flatnonzero(found.counts)
    counts = found.counts[used]
    equal = go.Scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": CLASS_COLOURS[8], "dash": "dot"},
        hoverinfo="skip",
    )
    bins = go.Scatter(
        x=found.confidences[used],
        y=found.accuracies[used],
        customdata=counts,
        mode="markers+lines",
        line={"color": TRAINING_COLOUR},
        marker={
            "size": _SMALLEST_BIN + _BIN_GROWTH * np.log10(counts),
            "color": TRAINING_COLOUR,
            "opacity": 1,
        },
        hovertemplate="%{customdata:,} digits called with %{x:.1%} on average: "
        "%{y:.1%} of them are right<extra></extra>",
    )
    title = "As often right as it says?"
    figure = _figure([equal, bins], title, "Probability told", "Share that is right", height=320)
    share = {"range": [-0.03, 1.07], "tickformat": ".0%"}
    return figure.update_xaxes(**share).update_yaxes(**share).update_layout(showlegend=False)


def _clickable(matrix: NDArray[np.int64]) -> go.Scatter:
    # A heatmap reports no clicks to Streamlit (its issue 8760); invisible markers on it do.
    invisible = {"marker": {"opacity": 0}}
    return _on_cells(
        customdata=list(np.ndindex(matrix.shape)),
        text=[f"{count:,}" for count in matrix.flat],
        mode="markers",
        marker={"symbol": "square", "size": 34, "opacity": 0},
        selected=invisible,
        unselected=invisible,
        hovertemplate="%{text} times a %{y} was taken for a %{x}<extra></extra>",
    )


def _on_cells(**options: Any) -> go.Scatter:  # noqa: ANN401
    x = [digit for _ in DIGITS for digit in DIGITS]
    y = [digit for digit in DIGITS for _ in DIGITS]
    return go.Scatter(x=x, y=y, **options)


def _outline(actual: int, predicted: int) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": predicted - 0.5,
        "x1": predicted + 0.5,
        "y0": actual - 0.5,
        "y1": actual + 0.5,
        "line": {"color": VALIDATION_COLOUR, "width": 3},
    }


def _figure(traces: Any, title: str, x: str, y: str, height: int) -> go.Figure:  # noqa: ANN401
    figure = go.Figure(traces)
    figure.update_layout(title=title, xaxis_title=x, yaxis_title=y, height=height, margin=_MARGIN)
    return figure.update_xaxes(automargin=True).update_yaxes(automargin=True)


def digit(image: NDArray[np.uint8], title: str) -> go.Figure:
    """Return one digit (28, 28) with hard pixel edges; hovering tells each pixel's value."""
    pixels = go.Heatmap(
        z=image,
        zmin=0,
        zmax=255,
        colorscale=[[0, "#000000"], [1, "#ffffff"]],
        showscale=False,
        hovertemplate="row %{y}, column %{x}: %{z}<extra></extra>",
    )
    figure = _figure(pixels, title, "Column", "Row", height=330)
    figure.update_xaxes(constrain="domain", showgrid=False, fixedrange=True)
    return figure.update_yaxes(
        autorange="reversed",
        scaleanchor="x",
        constrain="domain",
        showgrid=False,
        fixedrange=True,
    )
