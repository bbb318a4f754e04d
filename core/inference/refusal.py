"""What is refused although it looks like a digit: for its size, and for what it stands among."""

from collections.abc import Sequence

from core.inference.clutter import TALLEST
from core.inference.read_digit import ReadDigit
from core.inference.rows import LARGE, Row

TOO_SMALL = "too small beside the digits"
TOO_TALL = "a line, taller than the digits"
AMONG_LETTERS = "in a row of letters"

SHORTEST_ONE = 0.4
"""Height, relative to a digit's, below which what looks like a 1 is a comma or an accent."""
LETTER = 0.55
"""Height, relative to a digit's, from which what is refused is a letter rather than a sign."""
FEWEST_LETTERS = 2
MOST_LETTERS = 0.5
"""Share of a row's digits and letters that are letters, beyond which the row is a word."""


def with_refusals(rows: Sequence[Row], height: float) -> list[Row]:
    """Return rows in which all is refused that can be no digit; `height` of a usual digit."""
    sized = [[_by_size(digit, height) for digit in row] for row in rows]
    return [_as_word(row) if _is_word(row, height) else row for row in sized]


def _by_size(digit: ReadDigit, height: float) -> ReadDigit:
    relative = digit.box.height / height
    if not digit.is_digit:
        return digit
    if relative < (SHORTEST_ONE if digit.digit == 1 else LARGE):
        return digit.refused(TOO_SMALL)
    if digit.digit == 1 and relative > TALLEST:
        return digit.refused(TOO_TALL)
    return digit


def _is_word(row: Row, height: float) -> bool:
    letters = sum(not s.is_digit and s.box.height >= LETTER * height for s in row)
    digits = sum(s.is_digit for s in row)
    return letters >= FEWEST_LETTERS and letters > MOST_LETTERS * (letters + digits)


def _as_word(row: Row) -> Row:
    return [digit.refused(AMONG_LETTERS) if digit.is_digit else digit for digit in row]
