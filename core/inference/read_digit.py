"""Some ink of a picture that may be one digit, and what the classifier says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from core.inference.classifier import Classification, Classifier
from core.vision import Box, DigitImage


@dataclass(frozen=True)
class ReadDigit:
    """One digit of a picture: how it was seen and what the model says of it.

    `probabilities` (10,) float64. `is_digit` is false where it is refused; `refusal` says why
    where it looks like a digit all the same. `score`: the largest logit, which is the log-odds of
    that digit against none at all.
    """

    seen: DigitImage
    digit: int
    probabilities: NDArray[np.float64]
    is_digit: bool
    score: float = 0.0
    refusal: str = ""

    @property
    def box(self) -> Box:
        """Where it is, in the picture's own pixels."""
        return self.seen.box

    @property
    def weight(self) -> float:
        """How much ink it has."""
        return float(self.seen.ink.sum())

    @property
    def probability(self) -> float:
        """The probability of `digit`, 0..1."""
        return float(self.probabilities[self.digit])

    def alternatives(self, count: int = 2) -> list[tuple[int, float]]:
        """Return the next likely digits and their probabilities, the likeliest first."""
        order = np.argsort(-self.probabilities, kind="stable")
        others = [int(other) for other in order if other != self.digit]
        return [(other, float(self.probabilities[other])) for other in others[:count]]

    def refused(self, why: str) -> Self:
        """Return the same, refused."""
        return replace(self, is_digit=False, refusal=why)

    def in_row(self, row: int) -> Self:
        """Return the same in the row of that number."""
        return replace(self, seen=replace(self.seen, row=row))


def classified(digits: Sequence[DigitImage], classifier: Classifier) -> tuple[ReadDigit, ...]:
    """Return what the classifier says of each."""
    if not digits:
        return ()
    return as_read(digits, classifier(np.stack([digit.image for digit in digits])))


def as_read(digits: Sequence[DigitImage], outcome: Classification) -> tuple[ReadDigit, ...]:
    """Return digits with what the classifier said of them."""
    said = zip(
        digits,
        outcome.probabilities.argmax(axis=1).tolist(),
        outcome.probabilities,
        outcome.is_digit.tolist(),
        outcome.logits.max(axis=1).tolist(),
        strict=True,
    )
    return tuple(ReadDigit(*parts) for parts in said)
