"""Digits that touch are split, fragments of one are merged, and single digits stay whole."""

from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.inference import Classifier, Reading, read
from core.inference.paths import best_path
from core.runs.store import RunStore
from core.vision import read_picture

RGBA = NDArray[np.uint8]
Points = list[tuple[int, int]]
TOUCHING = [(90, "2"), (150, "0")]
FOUR_IN_FRAGMENTS = [[(120, 60), (90, 150), (150, 150)], [(172, 60), (172, 220)]]
FIVE_WITH_ITS_BAR_APART = [
    [(110, 80), (105, 140), (150, 135), (165, 170), (140, 210), (100, 205)],
    [(128, 60), (190, 55)],
]


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """The shipped model."""
    return Classifier(RunStore(tmp_path_factory.mktemp("runs")).get("pretrained"))


def paper(ink: NDArray[np.uint8]) -> RGBA:
    return np.dstack([255 - ink] * 3 + [np.full_like(ink, 255)])


def typed(characters: list[tuple[int, str]]) -> RGBA:
    """Characters at their places across, black on white."""
    ink = np.zeros((280, 420), np.uint8)
    for x, character in characters:
        cv2.putText(ink, character, (x, 190), cv2.FONT_HERSHEY_SIMPLEX, 4, 255, 14, cv2.LINE_AA)
    return paper(ink)


def drawn(strokes: list[Points]) -> RGBA:
    """Strokes of a pen, black on white."""
    ink = np.zeros((280, 420), np.uint8)
    for points in strokes:
        cv2.polylines(ink, [np.array(points, np.int32)], False, 255, 14, cv2.LINE_AA)
    return paper(ink)


def from_left_to_right(reading: Reading) -> bool:
    return all(a.seen.box.x < b.seen.box.x for a, b in pairwise(reading.digits))


@pytest.mark.parametrize(
    ("beside", "expected"), [([], "20"), ([(260, "5")], "205"), ([(0, "3"), (300, "6")], "3206")]
)
def test_touching_digits(
    beside: list[tuple[int, str]], expected: str, classifier: Classifier
) -> None:
    """Two digits whose ink hangs together are read as two, in order, alone or in a number."""
    picture = typed([*TOUCHING, *beside])
    reading = read(picture, classifier)

    assert len(read_picture(picture).digits) == len(beside) + 1
    assert expected == reading.text
    assert from_left_to_right(reading)
    assert tuple(digit.seen for digit in reading.digits) == reading.picture.digits


def test_one_digit_is_never_split(classifier: Classifier) -> None:
    """Told that there is one digit, nothing is cut."""
    assert 1 == len(read(typed(TOUCHING), classifier, single=True).digits)


@pytest.mark.parametrize("digit", "0123456789")
def test_single_digits_stay_whole(digit: str, classifier: Classifier) -> None:
    """A digit alone is one digit, however wide it is written, and read as itself."""
    picture = typed([(90, digit)])
    wide = cv2.resize(picture, None, fx=1.5, fy=1, interpolation=cv2.INTER_LINEAR)

    assert digit == read(picture, classifier).text
    # Not which: OpenCV 4 and 5 have other letters, and the model takes the wide 1 of 4 for a 7.
    assert 1 == len(read(np.asarray(wide, np.uint8), classifier).digits)


@pytest.mark.parametrize(
    ("strokes", "digit"), [(FOUR_IN_FRAGMENTS, 4), (FIVE_WITH_ITS_BAR_APART, 5)]
)
def test_fragments(strokes: list[Points], digit: int, classifier: Classifier) -> None:
    """Strokes that lie apart but are one digit together are read as that, in one box."""
    reading = read(drawn(strokes), classifier)
    xs, ys = zip(*(point for points in strokes for point in points), strict=True)

    assert [digit] == [read.digit for read in reading.digits]
    box = reading.digits[0].seen.box
    assert abs(box.x - min(xs)) < 10 > abs(box.right - max(xs))
    assert abs(box.y - min(ys)) < 10 > abs(box.bottom - max(ys))


def test_a_long_scribble_is_no_number(classifier: Classifier) -> None:
    """A line all over the picture is not taken to pieces."""
    rng = np.random.default_rng(0)
    way = [(int(x), int(y)) for x, y in rng.uniform((10, 60), (410, 220), (40, 2))]

    assert "" == read(drawn([way]), classifier).text


@given(st.data(), st.integers(1, 6))
def test_best_path(data: st.DataObject, end: int) -> None:
    """Of all ways from the first piece to the last it is the one with the highest mean score.

    A span begins where the one before ends, or has its last piece, if that may be shared and is
    neither all there is of the one nor of the other.
    """
    spans = [(a, b) for a in range(end) for b in range(a + 1, end + 1) if data.draw(st.booleans())]
    scores = [data.draw(st.floats(-20, 20)) for _ in spans]
    shared = data.draw(st.frozensets(st.integers(0, end - 1)))
    score_of = dict(zip(spans, scores, strict=True))

    def goes_on(before: tuple[int, int], span: tuple[int, int]) -> bool:
        common = before[1] - 1
        inner = before[0] < common < span[1] - 1
        return span[0] == before[1] or (span[0] == common and common in shared and inner)

    def ways(before: tuple[int, int]) -> list[list[tuple[int, int]]]:
        longer = [[span, *rest] for span in spans if goes_on(before, span) for rest in ways(span)]
        return [*longer, []] if before[1] == end else longer

    every = [way for way in ways((-1, 0)) if way]
    means = [np.mean([score_of[span] for span in way]) for way in every]
    mean, path = best_path(spans, scores, end, shared)

    assert mean == pytest.approx(max(means, default=-np.inf))
    if means:
        assert list(path) in every
        assert mean == pytest.approx(np.mean([score_of[span] for span in path]))
