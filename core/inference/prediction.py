"""What a model says of a 28x28 image in short: the class, how sure it is, and if it is a digit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.inference.classifier import Classification, Classifier


@dataclass(frozen=True)
class Prediction:
    """The likeliest `digit`, its `probability` 0..1, and whether it is taken for a digit."""

    digit: int
    probability: float
    is_digit: bool

    @property
    def answer(self) -> int | None:
        """The digit that it is read as, None for what is refused."""
        return self.digit if self.is_digit else None


def predictions(
    images: Sequence[NDArray[np.uint8]], classifier: Classifier
) -> tuple[Prediction, ...]:
    """Return what the classifier says of each of `images`, (28, 28) uint8, in one call."""
    return predicted(classifier(np.stack(images))) if len(images) else ()


def predicted(outcome: Classification) -> tuple[Prediction, ...]:
    """Return the same of what the classifier has said."""
    digits = outcome.probabilities.argmax(axis=1).tolist()
    largest = outcome.probabilities.max(axis=1).tolist()
    said = zip(digits, largest, outcome.is_digit.tolist(), strict=True)
    return tuple(Prediction(*parts) for parts in said)
