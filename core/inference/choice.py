"""Which of two readings of the same picture is the better one: that which accounts for its ink."""

from core.inference.reading import Reading

CERTAIN = 0.98
"""Confidence of a number, or of what is said to be one digit, from which on no other hypothesis of
ink is tried."""
CLEARLY = 0.1
"""By how much the confidence of another one exceeds it, where both read something."""
NUMBER = 3
"""Digits of another one from which on it need be no more than the better: to refuse a letter is
right, and nothing else looks like a row of digits."""


def confidence(reading: Reading) -> float:
    """Return the share of all ink, 0..1, that is read as digits, each by its probability.

    What is refused and what is left out, lines and what is cut off at the border, are not read.
    """
    read = sum(d.probability * d.weight for d in reading.digits if d.is_digit)
    return min(1.0, read / reading.ink) if reading.ink else 0.0


def is_certain(reading: Reading) -> bool:
    """Tell whether nothing can be better."""
    long_enough = reading.single or len(reading.text) >= NUMBER
    return long_enough and confidence(reading) >= CERTAIN


def is_better(other: Reading, best: Reading) -> bool:
    """Tell whether the `other` reading is better than the `best` one until now."""
    digits, others = (sum(d.is_digit for d in reading.digits) for reading in (best, other))
    gain = confidence(other) - confidence(best)
    if others >= NUMBER and gain > 0:
        return True
    return gain > CLEARLY and bool((digits and others) or best.single)
