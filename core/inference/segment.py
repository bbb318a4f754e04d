"""Some ink of a picture that may be one digit, and what the classifier says of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.inference.classifier import Classification, Classifier
from core.vision import Box, DigitImage


@dataclass(frozen=True)
class Segment:
    """Ink that may be one digit.

    `score`: the largest logit, which is the log-odds of that digit against none at all;
    `probabilities` (10,); `accepted`: whether the classifier takes it for a digit; `refusal`: why
    it was refused for another reason than its look, "" otherwise.
    """

    seen: DigitImage
    score: float
    probabilities: NDArray[np.float64]
    accepted: bool
    refusal: str = ""

    @property
    def box(self) -> Box:
        """Where it is, in the picture's own pixels."""
        return self.seen.box

    @property
    def digit(self) -> int:
        """The likeliest digit."""
        return int(self.probabilities.argmax())

    @property
    def weight(self) -> float:
        """How much ink it has."""
        return float(self.seen.ink.sum())

    def refused(self, why: str) -> "Segment":
        """Return the same, refused."""
        return replace(self, accepted=False, refusal=why)

    def in_row(self, row: int) -> "Segment":
        """Return the same in the row of that number."""
        return replace(self, seen=replace(self.seen, row=row))


def classified(digits: Sequence[DigitImage], classifier: Classifier) -> tuple[Segment, ...]:
    """Return what the classifier says of each."""
    if not digits:
        return ()
    return segments(digits, classifier(np.stack([digit.image for digit in digits])))


def segments(digits: Sequence[DigitImage], outcome: Classification) -> tuple[Segment, ...]:
    """Return digits with what the classifier said of them."""
    scores = outcome.logits.max(axis=1).tolist()
    said = zip(digits, scores, outcome.probabilities, outcome.is_digit.tolist(), strict=True)
    return tuple(Segment(*parts) for parts in said)
