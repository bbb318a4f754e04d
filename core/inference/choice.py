"""Which of two readings of the same picture is the better one."""

from core.inference.read_digit import ReadDigit
from core.inference.reading import Reading

CERTAIN = 0.995
"""Confidence of a number, or of what is said to be one digit, from which on no other hypothesis of
ink is tried."""
ONE = 0.3
"""What a 1 among several counts, relative to other digits."""
LIKELY = 0.9
"""Confidence of another one from which on it is better if it has more digits."""
CLEARLY = 0.1
"""By how much the confidence of another one exceeds it, where both read something."""
NUMBER = 3
"""Digits of another one from which on it need be no more than the better: to refuse a letter is
right, and nothing else looks like a row of digits."""


def confidence(reading: Reading) -> float:
    """Return the mean probability, 0..1, of all that was found.

    What is refused counts 0, and a 1 among several less than others: every line looks like it.
    """
    told = [_certainty(digit, reading.single) for digit in reading.digits]
    return sum(told) / len(told) if told else 0.0


def is_certain(reading: Reading) -> bool:
    """Tell whether nothing can be better."""
    long_enough = reading.single or len(reading.text) >= NUMBER
    return long_enough and confidence(reading) >= CERTAIN


def is_better(other: Reading, best: Reading) -> bool:
    """Tell whether the `other` reading is better than the `best` one until now."""
    digits, others = (sum(d.is_digit for d in reading.digits) for reading in (best, other))
    gain = confidence(other) - confidence(best)
    more = others > digits and confidence(other) >= LIKELY
    if others >= NUMBER and (gain > 0 or more):
        return True
    return gain > CLEARLY and bool((digits and others) or best.single)


def _certainty(digit: ReadDigit, single: bool) -> float:
    if not digit.is_digit:
        return 0.0
    return digit.probability * (ONE if digit.digit == 1 and not single else 1.0)
