"""The numbers in a matrix can be read on whatever colour their cell has, light and dark."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from core.figures import evaluation as figures
from pages.ui.evaluate.matrix_grid import colour_share

PROJECT = Path(__file__).resolve().parents[2]
THEMES = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
REPORT_STYLE = (PROJECT / "core" / "report" / "page.css").read_text("utf-8")
STRENGTHS = np.linspace(0, 1, 101)
READABLE = 4.5  # WCAG 2.2, 1.4.3

Colour = NDArray[np.float64]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cells_of_the_confusion_matrix(theme: str) -> None:
    """A cell is the primary colour over the page's, as much of it as the cell is strong."""
    primary, page, text = (
        of_hex(THEMES[theme][name]) for name in ("primaryColor", "backgroundColor", "textColor")
    )
    cells = [over(primary, colour_share(strength), page) for strength in STRENGTHS]

    assert READABLE <= min(contrast(text, cell) for cell in cells)
    assert 1.5 < contrast(cells[0], cells[-1])  # and weak and strong can be told apart


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cells_of_a_difference(theme: str) -> None:
    """Whatever lies between fewer, as many and more, over the page's own colour."""
    colours = [of_rgba(colour) for colour in figures.DIFFERENCE_COLOURS]
    page = of_hex(THEMES[theme]["backgroundColor"])
    text = of_hex(THEMES[theme]["textColor"])
    cells = [
        over(mixed[:3], mixed[3], page)
        for start, end in pairwise(colours)
        for mixed in (start + strength * (end - start) for strength in STRENGTHS)
    ]

    assert READABLE <= min(contrast(text, cell) for cell in cells)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_cells_of_a_report(theme: int) -> None:
    """The matrix in the HTML file, which has its own colours."""
    paint, page, text = (of_report(name)[theme] for name in ("paint", "back", "ink"))

    assert READABLE <= min(contrast(text, over(paint, shade, page)) for shade in STRENGTHS)


def of_report(name: str) -> list[Colour]:
    """The colours of this name in the report's style: light first, then dark."""
    values = re.findall(rf"--{name}: ([^;]+);", REPORT_STYLE)
    return [
        of_hex(value) if value.startswith("#") else np.array(value.split(), float) / 255
        for value in values
    ]


def of_hex(colour: str) -> Colour:
    """Red, green and blue, each 0..1."""
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def of_rgba(colour: str) -> Colour:
    """Red, green, blue and opacity, each 0..1."""
    return np.array(re.findall(r"[\d.]+", colour), float) / [255, 255, 255, 1]


def over(colour: Colour, opacity: float, page: Colour) -> Colour:
    """What is seen of a colour laid over the page."""
    return opacity * colour + (1 - opacity) * page


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Colour) -> float:
    linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
