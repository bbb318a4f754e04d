"""The model is asked a bounded number of times, whatever is in a picture."""

from contextlib import suppress

import numpy as np
import pytest
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.inference import Classification, read
from core.inference.cutting import MOST_PARTS
from core.inference.merging import MOST_MERGED
from core.metrics import probabilities
from core.vision.texture import MOST_DIGITS
from tests.core.vision.hostile_pictures import HOSTILE, on_nothing, rgba

MOST_ASKED = 4 * (MOST_DIGITS + MOST_MERGED + 2 * MOST_PARTS)
"""Each stroke, neighbours together, and each part, of which the last one cut may have many; all
that for each of the four turns."""


class Doubtful:
    """Stands in for a classifier, and takes nothing for a digit: all has to be looked at closely.

    It is sure of nothing, or of the parts.
    """

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, images: NDArray[np.uint8]) -> Classification:
        self.asked += len(images)
        logits = np.random.default_rng(0).normal(5, 5, (len(images), 10)).astype(np.float32)
        return Classification(logits, probabilities(logits), np.zeros(len(images), bool))


@pytest.mark.parametrize(
    "kind",
    [
        "noise 1",
        "noise 3",
        "speckles 0.2 5",
        "100,000 dots",
        "500 dots",
        "chessboard apart 14",
        "chessboard apart 30",
        "halftone 24",
        "stripes upright 8",
        "printed page 10",
        "printed page 16",
        "maze 4",
    ],
)
def test_model_is_asked_so_often_at_most(kind: str) -> None:
    """Fragments are merged and blobs are cut only so many times."""
    doubtful = Doubtful()
    with suppress(DigitLabError):
        read(rgba(HOSTILE[kind](500, 500)), doubtful)  # type: ignore[arg-type]
    assert doubtful.asked <= MOST_ASKED


def test_drawings_are_bounded_too() -> None:
    """A drawing on nothing goes the same way."""
    doubtful = Doubtful()
    read(on_nothing(HOSTILE["printed page 40"](500, 500)), doubtful)  # type: ignore[arg-type]

    assert 0 < doubtful.asked <= MOST_ASKED
