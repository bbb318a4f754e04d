"""What lies within a stroke is looked at together with it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from core.inference import Classification
from core.inference.insides import with_insides
from core.inference.read_digit import ReadDigit
from core.vision import Box, DigitImage

HEIGHT = 100
INK = np.ones((2, 2), np.float32)
IMAGE = np.ones((28, 28), np.uint8)
OUTER = Box(0, 0, 70, 100)


def takes_all(images: NDArray[np.uint8]) -> Classification:
    """Stands in for a classifier, for which everything is a 0."""
    logits = np.tile(np.eye(10, dtype=np.float32)[0], (len(images), 1))
    return Classification(logits, logits.astype(np.float64), np.ones(len(images), bool))


def boxes(*strokes: Box) -> list[Box]:
    """Return the boxes of what strokes come to, from the left."""
    given = [
        ReadDigit(DigitImage(b, 0, INK, IMAGE, IMAGE), 0, np.eye(10)[0], True, 9.0) for b in strokes
    ]
    found = with_insides(given, HEIGHT, takes_all)  # type: ignore[arg-type]
    return sorted((s.box for s in found), key=lambda box: (box.x, box.y))


def test_nothing_holds_nothing() -> None:
    """No strokes stay none."""
    assert [] == boxes()


@pytest.mark.parametrize("inside", [[Box(20, 30, 30, 40)], [Box(20, 20, 9, 9), Box(40, 20, 9, 9)]])
def test_small_strokes_within_one_are_of_it(inside: list[Box]) -> None:
    """The slash of a 0, and both of two dots."""
    assert [OUTER] == boxes(*inside, OUTER)


@pytest.mark.parametrize(
    ("outer", "other"),
    [
        (OUTER, Box(80, 30, 20, 40)),
        (OUTER, Box(60, 30, 20, 40)),
        (OUTER, Box(10, 10, 30, 80)),
        (Box(0, 0, 500, 300), Box(20, 30, 70, 100)),
    ],
    ids=["beside", "across the edge", "as tall", "in a frame"],
)
def test_others_stay_apart(outer: Box, other: Box) -> None:
    """Neighbours, large strokes, and what stands in a frame are looked at by themselves."""
    assert [outer, other] == boxes(outer, other)
