"""Numbers and times as people read them."""

import pytest

from core.formats import count, counted, duration, interval, percent, with_article


@pytest.mark.parametrize(
    ("share", "expected"), [(0.9931, "99.31 %"), (0, "0.00 %"), (1, "100.00 %"), (0.5, "50.00 %")]
)
def test_percent(share: float, expected: str) -> None:
    """A share with two decimals, and a space before the sign."""
    assert expected == percent(share)


def test_percent_with_fewer_digits() -> None:
    """Fewer decimals where they are asked for."""
    assert "99.3 %" == percent(0.9931, 1)
    assert "99 %" == percent(0.9931, 0)


def test_interval() -> None:
    """One sign for both ends."""
    assert "99.13 to 99.45 %" == interval((0.9913, 0.9945))


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0"), (999, "999"), (54000, "54,000"), (1234567.4, "1,234,567")]
)
def test_count(number: float, expected: str) -> None:
    """Whole numbers with thousands apart."""
    assert expected == count(number)


def test_counted() -> None:
    """One digit, and any other number of digits."""
    assert ["0 digits", "1 digit", "1,234 digits"] == [counted(n, "digit") for n in (0, 1, 1234)]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0 s"),
        (8.4, "8 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (200, "3 min 20 s"),
        (3599.7, "1 h 00 min"),
        (3900, "1 h 05 min"),
        (90000, "25 h 00 min"),
    ],
)
def test_duration(seconds: float, expected: str) -> None:
    """Seconds, minutes or hours, rounded before they are shared out."""
    assert expected == duration(seconds)


def test_with_article() -> None:
    """Of the ten digits only the eight begins with a vowel."""
    assert ["a 0", "a 1", "an 8", "a 9"] == [with_article(digit) for digit in (0, 1, 8, 9)]
