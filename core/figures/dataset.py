"""Figures of the data: one digit, and how many there are of each."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.figures.theme import CLASS_COLOURS, DIGITS, titled_figure


def class_balance(counts: NDArray[np.int64]) -> go.Figure:
    """Return bars of the number of digits of each class, `counts` (10,)."""
    bars = go.Bar(
        x=DIGITS,
        y=counts,
        marker_color=CLASS_COLOURS,
        hovertemplate="%{y:,} digits show a %{x}<extra></extra>",
    )
    figure = titled_figure(
        bars, "How many of each digit", "Digit", "Digits in this split", height=280
    )
    return figure.update_xaxes(type="category", dtick=1)


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
    figure = titled_figure(pixels, title, "Column", "Row", height=330)
    figure.update_xaxes(constrain="domain", showgrid=False, fixedrange=True)
    return figure.update_yaxes(
        autorange="reversed",
        scaleanchor="x",
        constrain="domain",
        showgrid=False,
        fixedrange=True,
    )
