"""How a reading is said as text, and how a person says what they meant."""

from collections.abc import Iterable

from core.errors import DigitLabError
from core.inference.read_digit import ReadDigit

NO_DIGIT = "?"
"""Stands for what the model takes for no digit: left out, "4?7" would be another number."""


def sign(read: ReadDigit) -> str:
    """Return the digit that was read as one character."""
    return str(read.digit) if read.is_digit else NO_DIGIT


def line_of(row: Iterable[ReadDigit]) -> str:
    """Return what was read in a row, one character a digit."""
    return "".join(map(sign, row))


def lines_of(rows: Iterable[Iterable[ReadDigit]]) -> tuple[str, ...]:
    """Return what was read, a line for each row that holds a digit.

    Rows without one are letters, rules and dirt: as a line of question marks they say nothing.
    """
    return tuple(line for line in map(line_of, rows) if line.strip(NO_DIGIT))


def meant(text: str, count: int) -> list[int | None]:
    """Return the `count` digits that a person wrote, None for `NO_DIGIT`.

    Space between them says nothing. Raises `DigitLabError` for other characters, or too many or
    too few.
    """
    written = "".join(text.split())
    if not set(written) <= set(f"0123456789{NO_DIGIT}"):
        raise DigitLabError(f"Write digits, and {NO_DIGIT} for what is not to be kept.")
    if len(written) != count:
        raise DigitLabError(
            f"{count} digits were found and {len(written)} are written; write one for each, in "
            f"reading order, and {NO_DIGIT} for what is not to be kept."
        )
    return [None if character == NO_DIGIT else int(character) for character in written]
