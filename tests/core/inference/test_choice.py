"""Of two readings of a picture the one that accounts for more of its ink is the better one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.inference.choice import confidence, is_better, is_certain
from core.inference.read_digit import ReadDigit
from core.inference.reading import Reading
from core.vision import Box, DigitImage, Picture

BOX = Box(0, 0, 10, 10)


def reading(*digits: tuple[float, float, bool], ink: float, single: bool = False) -> Reading:
    """Return a reading of digits, each with its weight, its probability and whether it is one."""
    found = tuple(_digit(*digit) for digit in digits)
    picture = Picture(np.zeros((10, 10, 4), np.uint8), np.zeros((10, 10)), "contrast", BOX, ())
    return Reading(picture, found, single, ink=ink)


def _digit(weight: float, probability: float, is_digit: bool) -> ReadDigit:
    probabilities = np.full(10, (1 - probability) / 9)
    probabilities[7] = probability
    blank = np.zeros((28, 28), np.uint8)
    seen = DigitImage(BOX, 0, np.full((1, 1), weight, np.float32), blank, blank)
    return ReadDigit(seen, 7, probabilities, is_digit)


SURE = (10.0, 1.0, True)


def test_ink_that_is_not_read_counts_against_a_reading() -> None:
    """What was left out does, as a digit below a table's line, and what is refused; by its ink."""
    assert 1 == pytest.approx(confidence(reading(SURE, SURE, ink=20)))
    assert 0.5 == pytest.approx(confidence(reading(SURE, SURE, ink=40)))
    assert 0.5 == pytest.approx(confidence(reading(SURE, (10.0, 0.9, False), ink=20)))
    assert 0.8 == pytest.approx(confidence(reading((10.0, 0.8, True), ink=10)))
    assert 0 == confidence(reading(ink=0))


def test_three_digits_with_a_mark_are_better_than_two_beside_much_that_is_left() -> None:
    """However sure the two are, and whichever comes first."""
    two = reading(SURE, SURE, ink=33)
    three = reading(SURE, SURE, SURE, (1.0, 0.5, False), ink=31)

    assert is_better(three, two)
    assert not is_better(two, three)
    assert not is_certain(two)


def test_letters_that_are_refused_are_not_read_otherwise() -> None:
    """One or two digits are no better than none; one for one they must be clearly so."""
    none = reading((10.0, 0.9, False), ink=10)

    assert not is_better(reading(SURE, SURE, ink=20), none)
    assert not is_better(reading(SURE, ink=10), reading((10.0, 0.95, True), ink=10))
    assert is_better(reading(SURE, ink=10), reading((10.0, 0.8, True), ink=10))


weights = st.floats(0.1, 100)
digits = st.lists(st.tuples(weights, st.floats(0.1, 1), st.booleans()), max_size=6)


@given(digits, digits, st.floats(0, 100), st.booleans())
def test_never_are_both_better(
    one: list[tuple[float, float, bool]],
    other: list[tuple[float, float, bool]],
    left: float,
    single: bool,
) -> None:
    """Confidence is a share, and of two readings at most one is the better."""
    found = [
        reading(*each, ink=left + sum(weight for weight, _, _ in each), single=single)
        for each in (one, other)
    ]

    assert all(0 <= confidence(each) <= 1 for each in found)
    assert not (is_better(found[0], found[1]) and is_better(found[1], found[0]))
