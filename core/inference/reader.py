"""From a picture to the digits written in it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.inference.classifier import Classification, Classifier
from core.inference.merge_fragments import merge_fragments
from core.inference.split_touching import split_touching
from core.vision import DigitImage, Picture, read_picture


@dataclass(frozen=True)
class ReadDigit:
    """One digit of a picture: how it was seen and what the model says of it.

    `probabilities` (10,) float64. `is_digit` is false where the model refuses to call it one.
    """

    seen: DigitImage
    digit: int
    probabilities: NDArray[np.float64]
    is_digit: bool

    @property
    def probability(self) -> float:
        """The probability of `digit`, 0..1."""
        return float(self.probabilities[self.digit])


@dataclass(frozen=True)
class Reading:
    """What was read in a picture; `digits` in reading order, empty for a blank one."""

    picture: Picture
    digits: tuple[ReadDigit, ...]

    @property
    def text(self) -> str:
        """The accepted digits as one string."""
        return "".join(str(read.digit) for read in self.digits if read.is_digit)

    def to_dict(self) -> dict[str, Any]:
        """Return text and digits as plain data for JSON; boxes are [x, y, width, height]."""
        return {"text": self.text, "digits": [_digit_to_dict(read) for read in self.digits]}


def read(rgba: NDArray[np.uint8], classifier: Classifier, *, single: bool = False) -> Reading:
    """Read the digits of a picture (h, w, 4) uint8; `single` says that all ink is one digit.

    Otherwise strokes that lie apart are joined, and digits that touch are parted, where the
    classifier is surer of the outcome.
    """
    picture = read_picture(rgba, single=single)
    if not picture.digits:
        return Reading(picture, ())
    said = _classify(picture.digits, classifier)
    if not single:
        for better in (merge_fragments, split_touching):
            digits = better(picture.digits, said, classifier)
            if len(digits) != len(picture.digits):
                picture = replace(picture, digits=digits)
                said = _classify(digits, classifier)
    return Reading(picture, tuple(_read_digits(picture.digits, said)))


def _classify(digits: tuple[DigitImage, ...], classifier: Classifier) -> Classification:
    return classifier(np.stack([digit.image for digit in digits]))


def _read_digits(digits: tuple[DigitImage, ...], said: Classification) -> Iterator[ReadDigit]:
    for seen, row, is_digit in zip(digits, said.probabilities, said.is_digit, strict=True):
        yield ReadDigit(seen, int(row.argmax()), row, bool(is_digit))


def _digit_to_dict(read: ReadDigit) -> dict[str, Any]:
    box = read.seen.box
    return {
        "digit": read.digit,
        "probability": read.probability,
        "box": [box.x, box.y, box.width, box.height],
        "is_digit": read.is_digit,
    }
