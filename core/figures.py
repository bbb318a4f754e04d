"""Numbers as Plotly figures.

Pages add nothing to them but the theme, so every figure has its title and axes here. The same
thing has the same colour everywhere: each class, training, validation.
"""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.analysis import ClassScores, Reliability, wilson_interval

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
_BESIDE = 0.22  # of the room of a class, between two of its points
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


def class_scores(scores: ClassScores) -> go.Figure:
    """Return recall with its 95 % interval, precision and F1 of each class, in its colour.

    The axis fits the scores, which lie close together; hence points and no bars.
    """
    kinds = (
        ("Recall", "circle", -_BESIDE, scores.recall, _recall_interval(scores)),
        ("Precision", "diamond-open", 0.0, scores.precision, None),
        ("F1", "square-open", _BESIDE, scores.f1, None),
    )
    points = [
        go.Scatter(
            name=name,
            x=np.arange(len(shares)) + offset,
            y=shares,
            error_y=error,
            mode="markers",
            marker={"symbol": symbol, "size": 10, "color": CLASS_COLOURS, "line": {"width": 2}},
            customdata=DIGITS,
            hovertemplate=f"{name} of %{{customdata}}: %{{y:.2%}}<extra></extra>",
        )
        for name, symbol, offset, shares, error in kinds
    ]
    figure = _figure(points, "Recall, precision and F1", "Digit", "Share", height=400)
    legend = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"}
    figure.update_layout(legend=legend, hovermode="closest")
    figure.update_xaxes(tickvals=list(range(len(DIGITS))), showgrid=False, zeroline=False)
    return figure.update_yaxes(tickformat=".1%")


def _recall_interval(scores: ClassScores) -> dict[str, Any]:
    found = np.round(scores.recall * scores.support).astype(int)
    low, high = zip(*map(_interval, found, scores.support), strict=True)
    return {
        "array": np.array(high) - scores.recall,
        "arrayminus": scores.recall - np.array(low),
        "color": CLASS_COLOURS[8],
        "thickness": 1.5,
        "width": 0,
    }


def _interval(found: int, digits: int) -> tuple[float, float]:
    return wilson_interval(int(found), int(digits)) if digits else (0.0, 0.0)


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
