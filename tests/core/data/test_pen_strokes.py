"""What a browser sends of a drawing: taken when it is one, and brought to pixels."""

from typing import Any

import numpy as np
import pytest

from core.data.pen_strokes import (
    MOST_POINTS,
    MOST_STROKES,
    SIDE,
    WIDE,
    parse_strokes,
    rendered,
    without_paper,
)


def stroke(*points: float, width: float = 18, erases: bool = False) -> dict[str, Any]:
    return {"points": list(points), "width": width, "erases": erases}


def test_a_line_is_as_wide_as_its_pen() -> None:
    """White on black, opaque, with round ends, in the middle of where it was drawn."""
    drawn = rendered(parse_strokes([stroke(140, 70, 140, 210, width=20)]))
    assert drawn is not None
    assert ((SIDE, SIDE, 4), np.uint8) == (drawn.shape, drawn.dtype)
    assert (drawn[..., 3] == 255).all()
    ink = drawn[..., 0] > 127
    rows, columns = np.nonzero(ink)
    assert rows.min() in (59, 60, 61)
    assert rows.max() in (218, 219, 220)
    assert np.ptp(columns) + 1 in (19, 20, 21)
    assert abs(columns.mean() + 0.5 - 140) < 0.6
    assert ink[60].sum() < ink[140].sum()


def test_a_tap_is_a_dot() -> None:
    """One point leaves as much ink as a circle of the pen's width."""
    drawn = rendered(parse_strokes([stroke(100, 50, width=20)]))
    assert drawn is not None
    assert 0.85 < (drawn[..., 0] > 127).sum() / (np.pi * 10**2) < 1.15


def test_the_eraser_takes_ink_away() -> None:
    """Only where it goes; and when none is left, nothing is drawn."""
    across, down = stroke(20, 140, 260, 140), stroke(140, 20, 140, 260, width=30, erases=True)
    drawn = rendered(parse_strokes([across, down]))
    assert drawn is not None
    assert [255, 0, 255] == [drawn[140, x, 0] for x in (40, 140, 240)]
    all_of_it = stroke(20, 140, 260, 140, width=40, erases=True)
    assert rendered(parse_strokes([across, all_of_it])) is None
    assert rendered(()) is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        "strokes",
        {"points": [1, 2]},
        [None],
        [[1, 2]],
        [stroke()],
        [stroke(1)],
        [stroke(1, 2, 3)],
        [stroke(1, float("nan"))],
        [stroke(1, float("inf"))],
        [stroke(1, 1e9)],
        [stroke(1, True)],
        [{**stroke(1, 2), "points": "12"}],
        [{**stroke(1, 2), "points": ["1", "2"]}],
        [{**stroke(1, 2), "erases": 1}],
        [stroke(1, 2, width=-1)],
        [stroke(1, 2, width=1e6)],
        [{"points": [1, 2], "width": 3}],
        [stroke(5, 5), None],
        [stroke(5, 5)] * (MOST_STROKES + 1),
        [stroke(*[5.0] * (2 * MOST_POINTS + 2))],
    ],
)
def test_what_is_no_drawing_is_none(value: object) -> None:
    """Whatever a browser sends that is not strokes of a pen is as if nothing was drawn."""
    assert () == parse_strokes(value)


def test_strokes_far_outside_do_no_harm() -> None:
    """They leave no ink on the sheet."""
    assert rendered(parse_strokes([stroke(-2800, -2800, -2700, -2800)])) is None


def test_a_wide_sheet_has_room_to_the_right() -> None:
    """It is as high as the square one, and what is drawn stands where it was."""
    strokes = parse_strokes([stroke(650, 70, 650, 210, width=20)])
    drawn = rendered(strokes, WIDE)
    assert drawn is not None
    assert (SIDE, WIDE, 4) == drawn.shape
    assert abs(np.nonzero(drawn[..., 0] > 127)[1].mean() + 0.5 - 650) < 0.6
    assert rendered(strokes) is None


def test_without_paper_ink_is_what_is_not_transparent() -> None:
    """Its shades too; and nothing but ink is seen."""
    drawn = rendered(parse_strokes([stroke(20, 30, 260, 200)]))
    assert drawn is not None
    bare = without_paper(drawn)
    assert (bare[..., 3] == drawn[..., 0]).all()
    assert (bare[..., :3] == 255).all()
