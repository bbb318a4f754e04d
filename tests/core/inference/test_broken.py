"""A 1 whose middle was not seen is one digit, and two 1s under each other are two."""

import cv2
import numpy as np
import pytest

from core.inference import Classifier, read
from core.runs.store import RunStore


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """The shipped model."""
    return Classifier(RunStore().get("pretrained"))


def written(*strokes: list[tuple[int, int]], sevens: int = 3) -> np.ndarray:
    """Strokes and some sevens of 60 pixels to the right of them, black on white."""
    ink = np.zeros((300, 420), np.uint8)
    seven = [[(150 + 70 * k, 100), (190 + 70 * k, 100), (165 + 70 * k, 160)] for k in range(sevens)]
    for line in [*strokes, *seven]:
        cv2.polylines(ink, [np.array(line, np.int32)], False, 255, 6, cv2.LINE_AA)
    return np.dstack([255 - ink] * 3 + [np.full_like(ink, 255)])


@pytest.mark.parametrize("gap", [4, 10, 18])
def test_halves_of_a_1_are_one(gap: int, classifier: Classifier) -> None:
    """In the row that it stands in, at its place."""
    middle = 130
    picture = written([(90, 100), (88, middle - gap // 2)], [(87, middle + gap // 2), (85, 162)])

    reading = read(picture, classifier)

    assert ("1777",) == reading.lines
    assert reading.digits[0].box.height > 50


def test_ones_under_each_other_stay_two(classifier: Classifier) -> None:
    """Each as tall as a digit, however close the rows."""
    reading = read(written([(90, 100), (88, 158)], [(88, 176), (86, 236)]), classifier)

    assert ("1777", "1") == reading.lines
