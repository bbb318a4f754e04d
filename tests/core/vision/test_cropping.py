"""A part of a picture: taken from what a browser sends, cut out, and never beyond the edge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.vision.cropping import Part, box_of_part, cropped, parse_part

SHARES = st.floats(0, 1)


@given(SHARES, SHARES, SHARES, SHARES, st.integers(1, 60), st.integers(1, 60))
def test_a_part_lies_within_the_picture(
    x: float, y: float, right: float, bottom: float, across: int, down: int
) -> None:
    """Of whatever size both are, it has a pixel at least, and they are those at its place."""
    part = parse_part([min(x, right), min(y, bottom), abs(right - x), abs(bottom - y)])
    if part is None:  # empty, or beyond the edge by a rounding
        return
    picture = np.arange(4 * across * down, dtype=np.uint32).astype(np.uint8)
    picture = picture.reshape(down, across, 4)
    cut, box = cropped(picture, part), box_of_part(part, across, down)
    assert min(box.x, box.y) >= 0
    assert (box.height, box.width, 4) == cut.shape
    assert (picture[box.y : box.bottom, box.x : box.right] == cut).all()
    assert abs(box.width - part.width * across) <= 1
    assert abs(box.height - part.height * down) <= 1


def test_all_of_a_picture_is_the_picture() -> None:
    """The part that has everything changes nothing."""
    picture = np.random.default_rng(3).integers(0, 256, (30, 50, 4), dtype=np.uint8)
    assert (picture == cropped(picture, Part(0, 0, 1, 1))).all()


@pytest.mark.parametrize(
    "value",
    [
        None,
        "0011",
        [],
        [0, 0, 1],
        [0, 0, 1, 1, 1],
        [0, 0, 0, 1],
        [0.5, 0, 0.6, 1],
        [0, 0.5, 1, 0.6],
        [-0.1, 0, 0.5, 0.5],
        [0, 0, float("nan"), 1],
        [0, 0, True, 1],
        ["0", 0, 1, 1],
        {"x": 0},
    ],
)
def test_what_is_no_part_is_none(value: object) -> None:
    """Whatever else a browser sends leaves the picture whole."""
    assert parse_part(value) is None
