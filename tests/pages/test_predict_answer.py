"""What the page keeps of a reading, and how sure it is in few words."""

import json

import numpy as np
import pytest

from core.inference import ReadDigit, Reading
from core.vision import Box, DigitImage, Picture
from pages.ui.cache.readings import answer_of
from pages.ui.predict.digit_tiles import short_percent

BLANK = np.zeros((28, 28), np.uint8)


def digit(what: int, row: int, *, accepted: bool = True) -> ReadDigit:
    """A digit of a row that the model is sure of."""
    ink = np.zeros((20, 20), np.float32)
    seen = DigitImage(Box(0, 0, 30, 40), row, ink, BLANK[:20, :20], BLANK)
    return ReadDigit(seen, what, np.eye(10)[what], accepted)


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
    digits = digit(4, 0), digit(0, 0, accepted=False), digit(2, 1)
    reading = Reading(Picture(rgba, small, "contrast", Box(0, 0, 4000, 3000), ()), digits)
    answer = answer_of(reading)

    assert (768, 1024, 3) == answer.view.rgb.shape
    assert answer.view.rgb.base is None, "a view of the picture would keep all of it"
    assert reading.to_dict() == json.loads(answer.plain)
    assert (reading.rows, digits, 1) == (answer.rows, answer.digits, answer.refused)
