"""What a reading comes to, in few words."""

from core.inference.answer_words import answer_of_one, how_many, in_one_line
from tests.core.inference.test_text import digit, refused


def test_one_digit() -> None:
    """With its article, and how sure the model is."""
    assert "It is an 8" == answer_of_one(digit(8))
    assert "It is a 3 · Confidence 90.0 %" == in_one_line([[digit(3)]])


def test_what_is_refused() -> None:
    """Is called so, in the words of the glossary."""
    assert "Not a digit" == answer_of_one(refused())
    assert "Not a digit: unlike anything in the training data" == in_one_line([[refused()]])


def test_several_digits() -> None:
    """Row by row, with how many there are; what was refused does not count."""
    rows = [[digit(1), digit(7)], [refused(1), digit(4, 1)]]
    assert "17 / ?4 · 3 digits" == in_one_line(rows)
    assert "1 digit" == how_many([digit(4), refused()])
    assert "Not a digit · 0 digits" == in_one_line([[refused(), refused()]])


def test_nothing_was_found() -> None:
    """Said in one line too."""
    assert "Nothing here could be a digit" == in_one_line([])
