"""Figures of what a model makes of one digit: probabilities and saliency."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.theme import (
    AGAINST_COLOUR,
    CLASS_COLOURS,
    DIGITS,
    FOR_COLOUR,
    MARGIN,
    PERCENT_TICKS,
    titled_figure,
)
from core.formats import percent


def probability_bars(probabilities: NDArray[np.float64]) -> go.Figure:
    """Return a bar for each of the ten `probabilities` (10,), in percent."""
    bars = go.Bar(
        x=100 * probabilities,
        y=DIGITS,
        orientation="h",
        marker_color=CLASS_COLOURS,
        text=[percent(p, 1) if p >= 0.0005 else "" for p in probabilities],
        textposition="outside",
        hovertemplate="%{y}: %{x:.2f} %<extra></extra>",
    )
    figure = titled_figure(bars, "Probabilities", "Probability", "Digit", height=320)
    room_for_text = 118
    figure.update_xaxes(range=[0, room_for_text], tickvals=[0, 50, 100], **PERCENT_TICKS)
    return figure.update_yaxes(autorange="reversed", type="category", dtick=1)


def saliency(image: NDArray[np.uint8], weights: NDArray[np.float64], title: str) -> go.Figure:
    """Return a digit (28, 28) in grey, and over it in colour how each pixel counts for a class.

    Orange speaks for it, blue against it; `weights` (28, 28) are scaled by their largest.
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
        colorscale=[[0, AGAINST_COLOUR], [0.5, "rgba(128, 128, 128, 0)"], [1, FOR_COLOUR]],
        showscale=False,
        customdata=weights,
        hovertemplate="row %{y}, column %{x}: %{customdata:+.2f}<extra></extra>",
    )
    figure = go.Figure([grey, colour])
    figure.update_layout(title=title, height=330, margin=MARGIN)
    figure.update_xaxes(constrain="domain", showgrid=False, fixedrange=True)
    return figure.update_yaxes(
        autorange="reversed", scaleanchor="x", constrain="domain", showgrid=False, fixedrange=True
    )
