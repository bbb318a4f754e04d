"""Strokes in the JSON of the canvas component, and back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.fabric_paths import drawing_of, strokes_of
from core.data.pen_strokes import MOST_POINTS, MOST_STROKES, parse_strokes

places = st.floats(-50, 330).map(lambda x: round(x, 1))
strokes = st.lists(
    st.fixed_dictionaries(
        {
            "points": st.lists(st.tuples(places, places), min_size=2, max_size=20).map(
                lambda points: [number for point in points for number in point]
            ),
            "width": st.integers(1, 50),
            "erases": st.booleans(),
        }
    ),
    max_size=4,
)


def path(*commands: list[Any], stroke: str = "#ffffff", width: object = 36) -> dict[str, Any]:
    return {"type": "Path", "path": list(commands), "stroke": stroke, "strokeWidth": width}


@given(strokes)
def test_there_and_back(drawn: list[dict[str, Any]]) -> None:
    """What is given to the component as its start comes back from it as it was."""
    assert drawn == strokes_of(drawing_of(drawn))


def test_a_curve_is_followed() -> None:
    """A pen's path is of curves between the places that it passed; scaled to the drawing's."""
    drawn = path(["M", 0, 0], ["Q", 40, 0, 40, 40], ["L", 40, 80])
    (stroke,) = strokes_of({"objects": [drawn]})
    assert {"points": [0, 0, 15, 5, 20, 20, 20, 40], "width": 18, "erases": False} == stroke
    assert parse_strokes([stroke])


@pytest.mark.parametrize(
    "drawing",
    [
        None,
        [],
        {},
        {"objects": {}},
        {"objects": [None]},
        {"objects": [{"type": "Rect"}]},
        {"objects": [path(["M", 1])]},
        {"objects": [path(["Q", 1, 2, 3])]},
        {"objects": [path(["Z", 1, 2])]},
        {"objects": [path(["M", "a", "b"])]},
        {"objects": [path([])]},
        {"objects": [path(["M", 1, 2], stroke="red")]},
        {"objects": [path(["M", 1, 2], width="x")]},
        {"objects": [path(*[["L", 1, 1]] * (MOST_POINTS + 1))]},
        {"objects": [path(["M", 1, 2])] * (MOST_STROKES + 1)},
    ],
)
def test_what_is_no_drawing_has_no_strokes(drawing: object) -> None:
    """Whatever a browser sends in the place of a drawing."""
    assert [] == strokes_of(drawing)
