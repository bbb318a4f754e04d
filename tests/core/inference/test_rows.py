"""The rows that digits are written in are kept, whatever is merged and split on the way."""

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.inference import Classifier, read
from core.inference.text import line_of
from core.runs.store import RunStore

RGBA = NDArray[np.uint8]
TOUCHING, FRAGMENTS, SQUARE = "20", "4", "?"
"""What is drawn as two digits that touch, as two strokes of one, and as no digit."""
MARKS = (*"1356", TOUCHING, FRAGMENTS, SQUARE)
SIDE = 240  # pixels from one mark to the next


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """The shipped model."""
    return Classifier(RunStore(tmp_path_factory.mktemp("runs")).get("pretrained"))


def drawn(rows: list[list[str]]) -> RGBA:
    """Rows of marks, black on white."""
    ink = np.zeros((SIDE * len(rows), SIDE * max(map(len, rows))), np.uint8)
    for y, row in enumerate(rows):
        for x, mark in enumerate(row):
            draw(ink[SIDE * y : SIDE * (y + 1), SIDE * x : SIDE * (x + 1)], mark)
    return np.dstack([255 - ink] * 3 + [np.full_like(ink, 255)])


def draw(ink: NDArray[np.uint8], mark: str) -> None:
    """Draw one mark."""
    if mark == FRAGMENTS:
        for points in ([(80, 40), (50, 130), (110, 130)], [(132, 40), (132, 200)]):
            cv2.polylines(ink, [np.array(points, np.int32)], False, 255, 14, cv2.LINE_AA)
    elif mark == SQUARE:
        cv2.rectangle(ink, (60, 60), (180, 180), 255, cv2.FILLED)
    else:
        for place, character in enumerate(mark):
            write(ink, character, x=30 + 60 * place)


def write(ink: NDArray[np.uint8], character: str, x: int) -> None:
    """Write a digit as a wide pen does."""
    cv2.putText(ink, character, (x, 165), cv2.FONT_HERSHEY_SIMPLEX, 4, 255, 14, cv2.LINE_AA)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from(MARKS), min_size=1, max_size=4), min_size=1, max_size=4))
def test_rows_are_those_that_were_written(classifier: Classifier, rows: list[list[str]]) -> None:
    """Digits that touch and digits in fragments are in their row, and so is what is refused.

    What is refused stands too far from the digits to make a word with them.
    """
    reading = read(drawn(rows), classifier)
    written = ["".join(row) for row in rows]

    assert written == [line_of(row) for row in reading.rows]
    assert [line for line in written if line.strip("?")] == list(reading.lines)
    assert reading.digits == tuple(digit for row in reading.rows for digit in row)
    for row in reading.rows:
        assert all(left.seen.box.x < right.seen.box.x for left, right in pairwise(row))
