"""The small pictures on the way to the pages."""

from xml.etree import ElementTree as Xml

import numpy as np
import pytest

from core.figures.doors import curve_door, gallery_door, matrix_door, reading_door

DIGITS = np.full((9, 28, 28), 200, np.uint8)
PICTURES = {
    "gallery": gallery_door(DIGITS),
    "curve": curve_door([0.2, 0.9, 0.8]),
    "level curve": curve_door([0.5, 0.5]),
    "matrix": matrix_door(np.diag(np.full(10, 5)) + 1),
    "matrix without a mistake": matrix_door(np.diag(np.full(10, 5))),
    "reading": reading_door(DIGITS[0], 3),
}


@pytest.mark.parametrize("name", PICTURES)
def test_is_an_svg_of_one_size(name: str) -> None:
    """Each can be parsed, is 84 pixels wide and high and draws more than its frame."""
    root = Xml.fromstring(PICTURES[name])

    assert ("84", "84") == (root.get("width"), root.get("height"))
    assert len(root) > 1
    assert "nan" not in PICTURES[name]


def test_the_curve_goes_up_where_its_values_do() -> None:
    """The highest value lies on top, which is the smallest y of an SVG."""
    (line,) = Xml.fromstring(PICTURES["curve"]).iter("{http://www.w3.org/2000/svg}polyline")
    heights = [float(place.split(",")[1]) for place in (line.get("points") or "").split()]

    assert heights[1] < heights[2] < heights[0]
