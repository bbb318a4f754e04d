"""A digit that may be several: its parts hold all of its ink, each in its own place."""

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.vision import Box, DigitImage, read_picture
from core.vision.parts import MOST_DIGITS, parts_of
from core.vision.picture import digit_image
from core.vision.splitting import MOST_CUTS

RGBA = NDArray[np.uint8]


def two_touching(factor: int = 1) -> RGBA:
    """A 2 and a 0 that overlap a little, in black on white, `factor` times as large as usual."""
    ink = np.zeros((280, 420), np.uint8)
    for x, character in ((90, "2"), (150, "0")):
        cv2.putText(ink, character, (x, 190), cv2.FONT_HERSHEY_SIMPLEX, 4, 255, 14, cv2.LINE_AA)
    large = cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR)
    return np.dstack([255 - large] * 3 + [np.full_like(large, 255)])


def only_digit(rgba: RGBA) -> DigitImage:
    """The one digit that strokes that hang together are at first."""
    (digit,) = read_picture(rgba).digits
    return digit


def of_ink(ink: NDArray[np.float32], left: int = 0, top: int = 0) -> DigitImage:
    """Ink without empty edges, as a digit of a picture that was not reduced."""
    return digit_image(ink, Box(left, top, ink.shape[1], ink.shape[0]), row=0)


def pasted(parts: list[DigitImage], whole: DigitImage) -> NDArray[np.float32]:
    """The ink of all parts in their places."""
    ink = np.zeros_like(whole.ink)
    for part in parts:
        x, y = part.box.x - whole.box.x, part.box.y - whole.box.y
        ink[y : y + part.box.height, x : x + part.box.width] += part.ink
    return ink


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_parts_are_all_the_ink_and_no_more(data: st.DataObject) -> None:
    """However the pieces are put together, each pixel of the whole is in one part, and in place."""
    ink = only_digit(two_touching()).ink
    whole = of_ink(ink, *data.draw(st.tuples(st.integers(0, 500), st.integers(0, 500))))
    cut = parts_of(whole)
    inner = st.lists(st.integers(1, cut.count - 1), min_size=1, unique=True).map(sorted)
    parts = [cut.digit(span) for span in pairwise([0, *data.draw(inner), cut.count])]

    np.testing.assert_array_equal(whole.ink, pasted(parts, whole))


def test_a_part_is_seen_as_a_digit_alone() -> None:
    """A part has all steps of a digit; its image is the classified one, maybe a pixel off."""
    cut = parts_of(replace(only_digit(two_touching()), row=2))
    for span, classified in zip(cut.spans, cut.images, strict=True):
        part = cut.digit(span)

        assert cut.whole.row == part.row
        assert (part.box.height, part.box.width) == part.ink.shape
        assert ((20, 20), (28, 28)) == (part.square20.shape, part.image.shape)
        moved = [np.roll(classified, (y, x), (0, 1)) for y in (-1, 0, 1) for x in (-1, 0, 1)]
        assert min(np.abs(part.image.astype(int) - other).mean() for other in moved) < 10


@pytest.mark.parametrize("factor", [1, 8])
def test_boxes_are_in_the_pictures_own_pixels(factor: int) -> None:
    """The parts of a large picture, looked at smaller, lie side by side where they were."""
    cut = parts_of(only_digit(two_touching(factor)))
    left = cut.digit((0, cut.count // 2)).box
    right = cut.digit((cut.count // 2, cut.count)).box
    whole = cut.whole.box

    assert (whole.x, whole.right) == (left.x, right.right)
    assert left.x < right.x <= left.right + factor < right.right
    assert {whole.y, whole.bottom} == {min(left.y, right.y), max(left.bottom, right.bottom)}


def test_a_slim_digit_has_no_parts() -> None:
    """A 1 is no two digits side by side."""
    assert () == parts_of(of_ink(np.ones((100, 12), np.float32))).spans


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 1024), st.integers(1, 1024), st.integers(0, 2**32 - 1))
def test_any_ink_has_few_parts(height: int, width: int, seed: int) -> None:
    """A scribble of any size and width is cut into no more parts than are looked at in no time."""
    rng = np.random.default_rng(seed)
    ink = np.ones((height, width), np.float32)
    ink[1:-1, 1:-1] = rng.random((max(height - 2, 0), max(width - 2, 0))) > 0.5
    cut = parts_of(of_ink(ink))

    assert len(cut.spans) == len(cut.images) <= (MOST_CUTS + 1) * (MOST_CUTS + 2) // 2
    assert (0, cut.count) not in cut.spans
    assert () == cut.spans or width <= MOST_DIGITS * height
