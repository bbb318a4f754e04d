"""How a reading is said as text: by rows, with a question mark for what is refused."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DigitLabError
from core.inference import ReadDigit, Reading
from core.inference.text import NO_DIGIT, line_of, lines_of, meant, sign
from core.vision import Box, DigitImage, Picture

BLANK = np.zeros((28, 28), np.uint8)
INK = np.zeros((20, 20), np.float32)


def digit(what: int, row: int = 0, *, accepted: bool = True) -> ReadDigit:
    """A digit of a row; the model gives it 0.9, the next class 0.06, the one after 0.04."""
    probabilities = np.zeros(10)
    probabilities[[what, (what + 1) % 10, (what + 2) % 10]] = 0.9, 0.06, 0.04
    seen = DigitImage(Box(0, 0, 30, 40), row, INK, BLANK[:20, :20], BLANK)
    return ReadDigit(seen, what, probabilities, accepted)


def reading_of(digits: tuple[ReadDigit, ...]) -> Reading:
    """A reading of a picture that does not matter."""
    picture = Picture(np.zeros((1, 1, 4), np.uint8), INK, "contrast", Box(0, 0, 1, 1), ())
    return Reading(picture, digits)


def refused(row: int = 0) -> ReadDigit:
    return digit(1, row, accepted=False)


def test_sign() -> None:
    """One character for each."""
    assert ("6", "?") == (sign(digit(6)), sign(refused()))


def test_refused_keeps_its_place() -> None:
    """What is no digit stands as a question mark, so that no other number is read."""
    row = digit(4), refused(), digit(7)

    assert "4?7" == line_of(row)
    assert ("4?7",) == lines_of([row])


def test_row_without_a_digit_is_no_line() -> None:
    """A row of nothing but refused marks is not part of the text."""
    assert ("8",) == lines_of([[refused(), refused()], [digit(8, 1)]])
    assert () == lines_of([[refused()]])
    assert () == lines_of([])


rows = st.lists(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=1, max_size=5))


@given(rows)
def test_rows_and_texts_of_a_reading_agree(rows: list[list[tuple[int, bool]]]) -> None:
    """Rows hold all digits, lines say which are refused, and the text is the accepted ones."""
    digits = [
        [digit(what, number, accepted=accepted) for what, accepted in row]
        for number, row in enumerate(rows)
    ]
    reading = reading_of(tuple(chain.from_iterable(digits)))
    plain = reading.to_dict()

    assert tuple(map(tuple, digits)) == reading.rows
    assert lines_of(digits) == reading.lines
    assert "".join(str(what) for row in rows for what, accepted in row if accepted) == reading.text
    assert "".join(reading.lines).replace(NO_DIGIT, "") == reading.text
    assert (reading.text, list(reading.lines)) == (plain["text"], plain["rows"])
    assert [what for row in rows for what, _ in row] == [d["digit"] for d in plain["digits"]]


def test_alternatives() -> None:
    """The next likely digits, the likeliest first, without the one that was read."""
    assert [(9, 0.06), (0, 0.04)] == digit(8).alternatives()
    assert [(9, 0.06)] == digit(8).alternatives(1)


@pytest.mark.parametrize(
    ("text", "expected"), [("12", [1, 2]), (" 1\n? ", [1, None]), ("??", [None, None])]
)
def test_digits_that_were_meant(text: str, expected: list[int | None]) -> None:
    """One for each, whatever space is between them."""
    assert expected == meant(text, 2)


@pytest.mark.parametrize("text", ["", "1", "123", "1a", "1٢", "-1"])
def test_what_says_no_digits(text: str) -> None:
    """Is refused."""
    with pytest.raises(DigitLabError, match=r"[Ww]rite"):
        meant(text, 2)
