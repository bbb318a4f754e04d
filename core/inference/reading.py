"""What was read in a picture, row by row."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from core.inference.read_digit import ReadDigit
from core.inference.text import lines_of
from core.vision import Picture


@dataclass(frozen=True)
class Reading:
    """What was read in a picture; `digits` in reading order, empty for a blank one.

    `single`: it was said to be one digit; `turned`: by how many degrees clockwise the picture, as
    it is here, was turned before; `ink`: how much of it was found, in the unit of the digits'
    `weight`; `left_out`: how many strokes are in none of the digits, as lines, specks, and what is
    cut off at the border of a picture.
    """

    picture: Picture
    digits: tuple[ReadDigit, ...]
    single: bool = False
    turned: int = 0
    ink: float = 0.0
    left_out: int = 0

    @property
    def rows(self) -> tuple[tuple[ReadDigit, ...], ...]:
        """The digits of each row in reading order, refused ones too; rows from the top."""
        return tuple(tuple(row) for _, row in groupby(self.digits, lambda read: read.seen.row))

    @property
    def lines(self) -> tuple[str, ...]:
        """A string for each row that holds a digit; "?" stands for what is refused in it."""
        return lines_of(self.rows)

    @property
    def text(self) -> str:
        """The accepted digits of all rows as one string.

        Who says that it is one digit gets a digit; `is_digit` still tells the doubt.
        """
        told = (read for read in self.digits if read.is_digit or self.single)
        return "".join(str(read.digit) for read in told)

    def to_dict(self) -> dict[str, Any]:
        """Return text, `lines` as "rows", and digits for JSON; boxes are [x, y, width, height].

        Boxes are in the pixels of the picture as it was "turned", in degrees clockwise.
        """
        return {
            "text": self.text,
            "rows": list(self.lines),
            "turned": self.turned,
            "digits": [_digit_to_dict(read) for read in self.digits],
        }


def _digit_to_dict(read: ReadDigit) -> dict[str, Any]:
    box = read.seen.box
    return {
        "digit": read.digit,
        "probability": read.probability,
        "box": [box.x, box.y, box.width, box.height],
        "is_digit": read.is_digit,
    } | ({"refusal": read.refusal} if read.refusal else {})
