"""What a reading comes to, in few words."""

from collections.abc import Sequence

from core.formats import counted, percent, with_article
from core.inference.read_digit import ReadDigit
from core.inference.text import lines_of

NOT_A_DIGIT = "Not a digit"
UNLIKE = "unlike anything in the training data"
NOTHING = "Nothing here could be a digit"


def name_of(digit: ReadDigit) -> str:
    """Return "an 8", or "not a digit" for what was refused."""
    return with_article(digit.digit) if digit.is_digit else NOT_A_DIGIT.lower()


def answer_of_one(digit: ReadDigit) -> str:
    """Return the answer for one digit as in "It is an 8"."""
    return f"It is {name_of(digit)}" if digit.is_digit else NOT_A_DIGIT


def confidence_of(digit: ReadDigit) -> str:
    """Return how sure the model is as in "Confidence 99.9 %"."""
    return f"Confidence {percent(digit.probability, 1)}"


def in_one_line(rows: Sequence[Sequence[ReadDigit]]) -> str:
    """Return the whole answer as one line, as in "It is an 8 · Confidence 99.9 %"."""
    digits = [digit for row in rows for digit in row]
    if not digits:
        return NOTHING
    if len(digits) > 1:
        return f"{' / '.join(lines_of(rows)) or NOT_A_DIGIT} · {how_many(digits)}"
    (digit,) = digits
    if digit.is_digit:
        return f"{answer_of_one(digit)} · {confidence_of(digit)}"
    return f"{NOT_A_DIGIT}: {UNLIKE}"


def how_many(digits: Sequence[ReadDigit]) -> str:
    """Return how many of what was found are digits, as in "1 digit" or "3 digits"."""
    return counted(sum(digit.is_digit for digit in digits), "digit")
