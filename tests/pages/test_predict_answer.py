"""How a reading is kept and put into words."""

import json

import numpy as np
import pytest

from core.inference import ReadDigit, Reading
from core.vision import Box, DigitImage, Picture
from pages.ui.cache.readings import alternatives, answer_of, lines, short_percent, sign

BLANK = np.zeros((28, 28), np.uint8)


def digit(what: int, x: int, y: int = 0, *, accepted: bool = True, height: int = 40) -> ReadDigit:
    """A digit at (x, y); the model gives it 0.9, the next class 0.06, the one after 0.04."""
    probabilities = np.zeros(10)
    probabilities[[what, (what + 1) % 10, (what + 2) % 10]] = 0.9, 0.06, 0.04
    seen = DigitImage(Box(x, y, 30, height), BLANK[:20, :20] / 255, BLANK[:20, :20], BLANK)
    return ReadDigit(seen, what, probabilities, accepted)


def test_one_row_is_one_line() -> None:
    """Digits side by side make one line, even where the writing climbs."""
    assert ["123"] == lines((digit(1, 0, 30), digit(2, 50, 15), digit(3, 100, 0)))


def test_rows_are_lines() -> None:
    """A line ends where the next digit stands lower or further left again."""
    read = digit(1, 0), digit(2, 50), digit(3, 0, 100), digit(4, 50, 100), digit(5, 50, 200)

    assert ["12", "34", "5"] == lines(read)


def test_refused_keeps_its_place() -> None:
    """What is no digit stands as a question mark, so that no other number is read."""
    assert ["4?7"] == lines((digit(4, 0), digit(0, 50, accepted=False), digit(7, 100)))


def test_row_without_a_digit_is_left_out() -> None:
    """A row of nothing but refused marks is not part of the text."""
    marks = digit(1, 0, accepted=False), digit(1, 50, accepted=False)

    assert ["8"] == lines((*marks, digit(8, 0, 100)))
    assert [] == lines(marks)
    assert [] == lines(())


def test_sign() -> None:
    """One character for each."""
    assert ("6", "?") == (sign(digit(6, 0)), sign(digit(6, 0, accepted=False)))


def test_alternatives() -> None:
    """The next likely digits, the likeliest first, without the one that was read."""
    assert [(9, 0.06), (0, 0.04)] == alternatives(digit(8, 0))
    assert [(9, 0.06)] == alternatives(digit(8, 0), 1)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.004, "<1 %"), (0.01, "1 %"), (0.97, "97 %"), (0.9999, ">99 %"), (1, "100 %")],
)
def test_short_percent(share: float, text: str) -> None:
    """A share that is not quite none or all never looks like it."""
    assert text == short_percent(share)


def test_answer_lets_the_picture_go() -> None:
    """What is kept of a large picture is small, its JSON is the reading's own."""
    rgba = np.full((3000, 4000, 4), 255, np.uint8)
    small = np.zeros((768, 1024), np.float32)
    digits = digit(4, 0), digit(0, 50, accepted=False)
    reading = Reading(Picture(rgba, small, small > 0, ()), digits)
    answer = answer_of(reading)

    assert (768, 1024, 3) == answer.view.rgb.shape
    assert answer.view.rgb.base is None, "a view of the picture would keep all of it"
    assert reading.to_dict() == json.loads(answer.plain)
    assert (digits, 1) == (answer.digits, answer.refused)
