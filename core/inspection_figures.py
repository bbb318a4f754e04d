"""Figures that look into a model: saliency, coverage, robustness, two runs against one another."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.analysis.coverage import Coverage
from core.analysis.robustness import Curve
from core.figures import DIGITS, TRAINING_COLOUR, VALIDATION_COLOUR

_MARGIN = {"l": 8, "r": 8, "t": 36, "b": 8}
_ROOM = {"l": 44, "r": 8, "t": 40, "b": 44}  # for "100%" at the left, numbers and unit below
_AGAINST, _FOR = "rgba(47, 111, 208, 1)", "rgba(230, 100, 0, 1)"


def saliency(image: NDArray[np.uint8], weights: NDArray[np.float64], title: str) -> go.Figure:
    """Return a digit (28, 28) in grey, and over it in colour how each pixel counts.

    Orange speaks for the answer, blue against it; `weights` (28, 28) are scaled by their largest.
    """
    largest = float(np.abs(weights).max()) or 1.0
    grey = go.Heatmap(
        z=image,
        zmin=0,
        zmax=255,
        colorscale=[[0, "#000000"], [1, "#9aa3af"]],
        showscale=False,
        hoverinfo="skip",
    )
    colour = go.Heatmap(
        z=weights / largest,
        zmin=-1,
        zmax=1,
        colorscale=[[0, _AGAINST], [0.5, "rgba(128, 128, 128, 0)"], [1, _FOR]],
        showscale=False,
        customdata=weights,
        hovertemplate="row %{y}, column %{x}: %{customdata:+.2f}<extra></extra>",
    )
    figure = go.Figure([grey, colour])
    figure.update_layout(title=title, height=330, margin=_MARGIN)
    figure.update_xaxes(constrain="domain", showgrid=False, fixedrange=True)
    return figure.update_yaxes(
        autorange="reversed", scaleanchor="x", constrain="domain", showgrid=False, fixedrange=True
    )


def coverage(curve: Coverage) -> go.Figure:
    """Return accuracy against the share of digits that are answered."""
    line = go.Scatter(
        x=1 - curve.shares,
        y=curve.accuracies,
        mode="lines",
        line={"color": TRAINING_COLOUR, "width": 2.5},
        hovertemplate="with the least sure %{x:.1%} refused: %{y:.2%} right<extra></extra>",
    )
    figure = go.Figure(line)
    figure.update_layout(title="If it may refuse the least sure", height=320, margin=_MARGIN)
    figure.update_xaxes(title="Refused", tickformat=".0%", automargin=True)
    return figure.update_yaxes(title="Accuracy on the rest", tickformat=".2%", automargin=True)


def robustness(curves: Sequence[Curve]) -> list[go.Figure]:
    """Return a figure for each curve: accuracy with its interval by strength."""
    return [_robustness(curve) for curve in curves]


def difference(matrix: NDArray[np.int64]) -> go.Figure:
    """Return B's confusion matrix minus A's (10, 10): blue where B has fewer, orange more."""
    largest = int(np.abs(matrix).max()) or 1
    cells = go.Heatmap(
        z=np.sign(matrix) * np.log1p(np.abs(matrix)),
        zmin=-np.log1p(largest),
        zmax=np.log1p(largest),
        x=DIGITS,
        y=DIGITS,
        colorscale=[[0, _AGAINST], [0.5, "rgba(128, 128, 128, 0.08)"], [1, _FOR]],
        showscale=False,
        text=[[f"{n:+d}" if n else "" for n in row] for row in matrix],
        texttemplate="%{text}",
        hovertemplate="%{y} taken for %{x}: %{text}<extra></extra>",
        xgap=1,
        ygap=1,
    )
    figure = go.Figure(cells)
    title = "Confusion matrix of B minus that of A"
    figure.update_layout(title=title, height=420, margin=_MARGIN)
    axis = {"type": "category", "showgrid": False, "fixedrange": True}
    figure.update_xaxes(title="Predicted", **axis)
    return figure.update_yaxes(title="Actual", autorange="reversed", **axis)


def _robustness(curve: Curve) -> go.Figure:
    low, high = zip(*curve.intervals, strict=True)
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
        y=curve.accuracies,
        mode="lines+markers",
        line={"color": VALIDATION_COLOUR},
        hovertemplate=f"%{{x}} {curve.unit}: %{{y:.1%}}<extra></extra>",
    )
    figure = go.Figure([band, line])
    # All have labels of one size: margins that Plotly finds by itself cost each a second drawing.
    figure.update_layout(title=curve.title, height=240, margin=_ROOM, showlegend=False)
    figure.update_xaxes(title=curve.unit, automargin=False)
    return figure.update_yaxes(range=[-0.03, 1.03], tickformat=".0%", automargin=False)
