"""Figures of an evaluation: reliability, scores, coverage curve, robustness, two matrices."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.analysis import ClassScores, Reliability
from core.analysis.robustness import Curve
from core.analysis.selective_prediction import CoverageCurve
from core.figures.theme import (
    CLASS_COLOURS,
    DIGITS,
    MARGIN,
    PERCENT_TICKS,
    TRAINING_COLOUR,
    VALIDATION_COLOUR,
    titled_figure,
)
from core.metrics import wilson_interval

DIFFERENCE_COLOURS = (
    "rgba(47, 111, 208, 0.65)",
    "rgba(128, 128, 128, 0.08)",
    "rgba(230, 100, 0, 0.65)",
)
"""Of a cell of which B has fewer, as many, more: over the page's own colour, light or dark."""

_SMALLEST_BIN, _BIN_GROWTH = 5, 4  # pixels of a bin of one digit, and for each ten times more
_BESIDE = 0.22  # of the room of a class, between two of its points
_ROOM = {"l": 44, "r": 8, "t": 40, "b": 44}  # for "100 %" at the left, numbers and unit below


def reliability(bins: Reliability) -> go.Figure:
    """Return accuracy against confidence by bins, in percent, beside the line of equality.

    A point is the larger the more digits its bin has; empty bins have none.
    """
    used = np.flatnonzero(bins.counts)
    counts = bins.counts[used]
    equal = go.Scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        line={"color": CLASS_COLOURS[8], "dash": "dot"},
        hoverinfo="skip",
    )
    points = go.Scatter(
        x=100 * bins.confidences[used],
        y=100 * bins.accuracies[used],
        customdata=counts,
        mode="markers+lines",
        line={"color": TRAINING_COLOUR},
        marker={
            "size": _SMALLEST_BIN + _BIN_GROWTH * np.log10(counts),
            "color": TRAINING_COLOUR,
            "opacity": 1,
        },
        hovertemplate="%{customdata:,} digits with a confidence of %{x:.1f} % on average: "
        "%{y:.1f} % of them are right<extra></extra>",
    )
    title = "Reliability diagram"
    figure = titled_figure([equal, points], title, "Confidence", "Accuracy", height=320)
    percents = {"range": [-3, 107], **PERCENT_TICKS}
    return figure.update_xaxes(**percents).update_yaxes(**percents).update_layout(showlegend=False)


def class_scores(scores: ClassScores) -> go.Figure:
    """Return recall with its 95 % interval, precision and F1 of each class, in percent.

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
            y=100 * shares,
            error_y=error,
            mode="markers",
            marker={"symbol": symbol, "size": 10, "color": CLASS_COLOURS, "line": {"width": 2}},
            customdata=DIGITS,
            hovertemplate=f"{name} of %{{customdata}}: %{{y:.2f}} %<extra></extra>",
        )
        for name, symbol, offset, shares, error in kinds
    ]
    figure = titled_figure(points, "Recall, precision and F1", "Digit", "Share", height=400)
    legend = {"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"}
    figure.update_layout(legend=legend, hovermode="closest")
    figure.update_xaxes(tickvals=list(range(len(DIGITS))), showgrid=False, zeroline=False)
    return figure.update_yaxes(**PERCENT_TICKS)


def coverage(curve: CoverageCurve) -> go.Figure:
    """Return accuracy against the share of digits that are rejected, both in percent."""
    line = go.Scatter(
        x=100 * (1 - curve.shares),
        y=100 * curve.accuracies,
        mode="lines",
        line={"color": TRAINING_COLOUR, "width": 2.5},
        hovertemplate="with the least sure %{x:.1f} % rejected: %{y:.2f} % right<extra></extra>",
    )
    figure = go.Figure(line)
    figure.update_layout(title="Accuracy vs. coverage", height=320, margin=MARGIN)
    figure.update_xaxes(title="Rejected", automargin=True, **PERCENT_TICKS)
    return figure.update_yaxes(title="Accuracy on the rest", automargin=True, **PERCENT_TICKS)


def robustness(curves: Sequence[Curve]) -> list[go.Figure]:
    """Return a figure for each curve: accuracy with its interval, in percent, by strength."""
    return [_robustness(curve) for curve in curves]


def difference(matrix: NDArray[np.int64]) -> go.Figure:
    """Return B's confusion matrix minus A's (10, 10): blue where B has fewer, orange more.

    The colours are such that numbers in the text's colour, light or dark, can be read on all.
    """
    largest = int(np.abs(matrix).max()) or 1
    cells = go.Heatmap(
        z=np.sign(matrix) * np.log1p(np.abs(matrix)),
        zmin=-np.log1p(largest),
        zmax=np.log1p(largest),
        x=DIGITS,
        y=DIGITS,
        colorscale=[[place / 2, colour] for place, colour in enumerate(DIFFERENCE_COLOURS)],
        showscale=False,
        text=[[f"{n:+d}" if n else "" for n in row] for row in matrix],
        texttemplate="%{text}",
        hovertemplate="%{y} predicted as %{x}: %{text}<extra></extra>",
        xgap=1,
        ygap=1,
    )
    figure = go.Figure(cells)
    title = "Confusion matrix of B minus that of A"
    figure.update_layout(title=title, height=420, margin=MARGIN)
    axis = {"type": "category", "showgrid": False, "fixedrange": True}
    figure.update_xaxes(title="Predicted", **axis)
    return figure.update_yaxes(title="Actual", autorange="reversed", **axis)


def bar_start(scores: ClassScores) -> float:
    """Return where bars of these scores start, in percent: half a point or more below the lowest.

    From 0 on all would look alike. Classes without digits have no scores.
    """
    there = scores.support > 0
    all_scores = np.stack([scores.precision, scores.recall, scores.f1])[:, there]
    return max(0.0, float(np.floor(100 * all_scores.min(initial=1.0) - 0.5)))


def _recall_interval(scores: ClassScores) -> dict[str, Any]:
    recognised = np.round(scores.recall * scores.support).astype(int)
    low, high = zip(*map(_interval, recognised, scores.support), strict=True)
    return {
        "array": 100 * (np.array(high) - scores.recall),
        "arrayminus": 100 * (scores.recall - np.array(low)),
        "color": CLASS_COLOURS[8],
        "thickness": 1.5,
        "width": 0,
    }


def _interval(recognised: int, digits: int) -> tuple[float, float]:
    return wilson_interval(int(recognised), int(digits)) if digits else (0.0, 0.0)


def _robustness(curve: Curve) -> go.Figure:
    low, high = (100 * np.array(bounds) for bounds in zip(*curve.intervals, strict=True))
    band = go.Scatter(
        x=[*curve.strengths, *curve.strengths[::-1]],
        y=[*high, *low[::-1]],
        mode="lines",
        fill="toself",
        fillcolor="rgba(231, 99, 0, 0.18)",
        line={"width": 0},
        hoverinfo="skip",
    )
    line = go.Scatter(
        x=curve.strengths,
        y=100 * np.array(curve.accuracies),
        mode="lines+markers",
        line={"color": VALIDATION_COLOUR},
        hovertemplate=f"%{{x}} {curve.unit}: %{{y:.1f}} %<extra></extra>",
    )
    figure = go.Figure([band, line])
    # All have labels of one size: margins that Plotly finds by itself cost each a second drawing.
    figure.update_layout(title=curve.title, height=240, margin=_ROOM, showlegend=False)
    figure.update_xaxes(title=curve.unit, automargin=False)
    return figure.update_yaxes(range=[-3, 103], automargin=False, **PERCENT_TICKS)
