"""Ink is cut into pieces side by side, through as little of it as can be."""

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.vision.splitting import MOST_CUTS, SMALLEST, pieces

Ink = NDArray[np.float32]


@st.composite
def scribbles(draw: st.DrawFn) -> Ink:
    """A pen's way through some random points, at most 64 pixels high."""
    height, width = draw(st.integers(4, 64)), draw(st.integers(4, 300))
    place = st.tuples(st.integers(0, width - 1), st.integers(0, height - 1))
    way = np.array(draw(st.lists(place, min_size=2, max_size=12)), np.int32)
    ink = np.zeros((height, width), np.uint8)
    cv2.polylines(ink, [way], False, 255, draw(st.integers(1, 8)), cv2.LINE_AA)
    return ink.astype(np.float32) / 255


def two_zeros_that_touch() -> Ink:
    """Two zeros of the same size, side by side, that touch in column 42."""
    ink = np.zeros((64, 85), np.uint8)
    for x in (21, 63):
        cv2.ellipse(ink, (x, 32), (18, 28), 0, 0, 360, 255, 6, cv2.LINE_AA)
    return ink.astype(np.float32) / 255


@settings(deadline=None)
@given(scribbles())
def test_pieces_lie_side_by_side(ink: Ink) -> None:
    """In each row the pieces come in their order from the left, and none is missing in all."""
    numbers = pieces(ink)

    assert ink.shape == numbers.shape
    assert (np.diff(numbers.astype(int), axis=1) >= 0).all()
    assert set(range(int(numbers.max()) + 1)) == set(np.unique(numbers).tolist())


@settings(deadline=None)
@given(scribbles())
def test_pieces_are_few_and_none_is_a_crumb(ink: Ink) -> None:
    """There is a bounded number of pieces, and each holds a part of the ink worth looking at."""
    numbers = pieces(ink)
    shares = np.bincount(numbers.ravel(), weights=ink.ravel()) / ink.sum()

    assert len(shares) <= MOST_CUTS + 1
    assert len(shares) == 1 or shares.min() > SMALLEST - 1e-4


def test_a_cut_goes_where_two_zeros_touch() -> None:
    """A cut runs straight down between two rings, to a few pixels."""
    numbers = pieces(two_zeros_that_touch())
    cuts = [np.argmax(numbers >= cut, axis=1) for cut in range(1, int(numbers.max()) + 1)]

    assert 1 <= sum(np.abs(cut - 60).max() <= 4 for cut in cuts)


def test_a_cut_bends_around_what_overhangs() -> None:
    """A stroke over the next one's head stays whole: the cut runs beside it, then under it."""
    ink = np.zeros((64, 90), np.uint8)
    cv2.polylines(ink, [np.array([[5, 5], [50, 5], [20, 60]], np.int32)], False, 255, 6)
    cv2.line(ink, (50, 22), (50, 60), 255, 6)
    cv2.line(ink, (35, 40), (50, 40), 255, 6)  # where the two touch
    over, under = (ink[:14] > 0), (ink[22:] > 0)
    numbers = pieces(ink.astype(np.float32) / 255)

    assert any(
        (numbers[:14][over] < cut).all() and (numbers[22:, 46:][under[:, 46:]] >= cut).mean() > 0.9
        for cut in range(1, int(numbers.max()) + 1)
    )
