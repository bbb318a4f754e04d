"""Contrast by numbers: what stands in a coloured cell can be read, light and dark."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.figures.colours import contrast, ink_on, mixed
from core.figures.confusion_heatmap import cell_colour, ink_by_strength
from core.figures.theme import BACKGROUND, PRIMARY, Shade

CONFIG = Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS, COLOURS)
def test_contrast(one: str, other: str) -> None:
    """The same both ways, 1 of a colour with itself, 21 of black with white; black or white can
    be read on any colour."""
    assert 1 <= contrast(one, other) == contrast(other, one) <= 21
    assert 1 == contrast(one, one)
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert contrast(ink_on(one), one) >= 4.5


def test_mixed() -> None:
    """None of a colour is the background, all of it the colour."""
    assert ["#ffffff", "#80c0ff", "#0080ff"] == [
        mixed("#ffffff", "#0080ff", s) for s in (0, 0.5, 1)
    ]


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_numbers_of_the_matrix_can_be_read(shade: Shade) -> None:
    """At every strength of a cell the contrast of its number is at least 4.5, and the paler cells
    have one ink, the stronger ones the other."""
    pale, turn, strong = ink_by_strength(shade)
    for step in range(1001):
        strength = step / 1000
        ink = strong if strength >= turn else pale
        assert contrast(ink, cell_colour(strength, shade)) >= 4.5, strength


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_colours_are_those_of_the_pages(shade: Shade) -> None:
    """Figures and Streamlit's theme have one primary colour and one background."""
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][shade]
    assert (PRIMARY[shade], BACKGROUND[shade]) == (theme["primaryColor"], theme["backgroundColor"])
