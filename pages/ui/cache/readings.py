"""What the page keeps of a reading, and how it says it in words."""

import json
from dataclasses import dataclass

import numpy as np

from core.errors import DigitLabError
from core.figures.annotated_picture import PictureView, picture_view
from core.formats import percent
from core.inference import ReadDigit, Reading

NO_DIGIT = "?"
"""Stands for what the model takes for no digit: left out, "4?7" would be another number."""


@dataclass(frozen=True)
class Answer:
    """A reading without its picture's own pixels, which may take 200 MB.

    `digits` in reading order; `plain` is the reading as JSON.
    """

    view: PictureView
    digits: tuple[ReadDigit, ...]
    plain: str

    @property
    def refused(self) -> int:
        """How many of `digits` the model takes for no digit."""
        return sum(not digit.is_digit for digit in self.digits)


def answer_of(reading: Reading) -> Answer:
    """Return what the page keeps of a reading."""
    plain = json.dumps(reading.to_dict(), indent=2)
    return Answer(picture_view(reading.picture), reading.digits, plain)


def sign(digit: ReadDigit) -> str:
    """Return the digit that was read as one character."""
    return str(digit.digit) if digit.is_digit else NO_DIGIT


def lines(digits: tuple[ReadDigit, ...]) -> list[str]:
    """Return what was read, a line for each row that holds a digit.

    Rows without one are letters, lines and dirt: as a line of question marks they say nothing.
    """
    rows: list[list[ReadDigit]] = []
    for digit in digits:
        if rows and _goes_on(rows[-1][-1], digit):
            rows[-1].append(digit)
        else:
            rows.append([digit])
    return ["".join(map(sign, row)) for row in rows if any(digit.is_digit for digit in row)]


def meant(text: str, number: int) -> list[int | None]:
    """Return the digits that a person wrote for `number` of them, None for `NO_DIGIT`.

    Space between them says nothing. Raises `DigitLabError` for other characters, or too many or
    too few.
    """
    signs = "".join(text.split())
    if set(signs) - set(f"0123456789{NO_DIGIT}"):
        raise DigitLabError(f"Write digits, and {NO_DIGIT} for what is not to be kept.")
    if len(signs) != number:
        raise DigitLabError(
            f"{number} digits were found and {len(signs)} are written; write one for each, in "
            f"reading order, and {NO_DIGIT} for what is not to be kept."
        )
    return [None if sign == NO_DIGIT else int(sign) for sign in signs]


def alternatives(digit: ReadDigit, number: int = 2) -> list[tuple[int, float]]:
    """Return the next likely digits and their probabilities, the likeliest first."""
    order = np.argsort(-digit.probabilities, kind="stable")
    others = [int(other) for other in order if other != digit.digit]
    return [(other, float(digit.probabilities[other])) for other in others[:number]]


def short_percent(share: float) -> str:
    """Return a share for where there is little room, as in "97 %" or "<1 %"."""
    if 0 < share < 0.01:
        return "<1 %"
    return ">99 %" if 0.99 < share < 1 else percent(share, 0)


def _goes_on(last: ReadDigit, digit: ReadDigit) -> bool:
    """Tell whether a digit stands in the same row as the one read before it."""
    a, b = last.seen.box, digit.seen.box
    overlap = a.y <= b.y + b.height / 2 <= a.bottom or b.y <= a.y + a.height / 2 <= b.bottom
    return overlap and a.x <= b.x
