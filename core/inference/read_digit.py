"""One digit of a reading."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.vision import DigitImage


@dataclass(frozen=True)
class ReadDigit:
    """One digit of a picture: how it was seen and what the model says of it.

    `probabilities` (10,) float64. `is_digit` is false where it is refused; `refusal` says why
    where it looks like a digit all the same.
    """

    seen: DigitImage
    digit: int
    probabilities: NDArray[np.float64]
    is_digit: bool
    refusal: str = ""

    @property
    def probability(self) -> float:
        """The probability of `digit`, 0..1."""
        return float(self.probabilities[self.digit])

    def alternatives(self, count: int = 2) -> list[tuple[int, float]]:
        """Return the next likely digits and their probabilities, the likeliest first."""
        order = np.argsort(-self.probabilities, kind="stable")
        others = [int(other) for other in order if other != self.digit]
        return [(other, float(self.probabilities[other])) for other in others[:count]]
