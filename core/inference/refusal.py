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
"""Share of the digits and letters side by side that are letters, beyond which they are a word."""
WORD_GAP = 0.5
"""Distance of neighbours, relative to a digit's height, from which on they are not of one word."""


def with_refusals(rows: Sequence[Row], height: float) -> list[Row]:
    """Return rows in which all is refused that can be no digit; `height` of a usual digit."""
    sized = [[_by_size(digit, height) for digit in row] for row in rows]
    return [
        [digit for word in _words(row, height) for digit in _as_word_if_it_is(word, height)]
        for row in sized
    ]


def _by_size(digit: ReadDigit, height: float) -> ReadDigit:
    relative = digit.box.height / height
    if not digit.is_digit:
        return digit
    if relative < (SHORTEST_ONE if digit.digit == 1 else LARGE):
        return digit.refused(TOO_SMALL)
    if digit.digit == 1 and relative > TALLEST:
        return digit.refused(TOO_TALL)
    return digit


def _words(row: Row, height: float) -> list[Row]:
    """Return the strokes of a row that stand close together: a table has words and numbers."""
    words: list[Row] = []
    for stroke in row:
        if words and stroke.box.x - max(s.box.right for s in words[-1]) <= WORD_GAP * height:
            words[-1].append(stroke)
        else:
            words.append([stroke])
    return words


def _as_word_if_it_is(strokes: Row, height: float) -> Row:
    letters = sum(not s.is_digit and s.box.height >= LETTER * height for s in strokes)
    digits = sum(s.is_digit for s in strokes)
    if letters < FEWEST_LETTERS or letters <= MOST_LETTERS * (letters + digits):
        return strokes
    return [digit.refused(AMONG_LETTERS) if digit.is_digit else digit for digit in strokes]
