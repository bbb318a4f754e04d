"""From a picture to the digits written in it."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace

import numpy as np
from numpy.typing import NDArray

from core.inference.classifier import Classification, Classifier
from core.inference.merge_fragments import merge_fragments
from core.inference.read_digit import ReadDigit
from core.inference.reading import Reading
from core.inference.split_touching import split_touching
from core.vision import DigitImage, read_picture


def read(rgba: NDArray[np.uint8], classifier: Classifier, *, single: bool = False) -> Reading:
    """Read the digits of a picture (h, w, 4) uint8; `single` says that all ink is one digit.

    Otherwise strokes that lie apart are merged, and digits that touch are split, where the
    classifier is surer of the outcome.
    """
    picture = read_picture(rgba, single=single)
    if not picture.digits:
        return Reading(picture, ())
    classification = _classify(picture.digits, classifier)
    if not single:
        for resegment in (merge_fragments, split_touching):
            digits = resegment(picture.digits, classification, classifier)
            if len(digits) != len(picture.digits):
                classification = _classify_new(digits, picture.digits, classification, classifier)
                picture = replace(picture, digits=digits)
    return Reading(picture, tuple(_read_digits(picture.digits, classification)))


def _classify(digits: Sequence[DigitImage], classifier: Classifier) -> Classification:
    return classifier(np.stack([digit.image for digit in digits]))


def _classify_new(
    digits: tuple[DigitImage, ...],
    known: tuple[DigitImage, ...],
    classification: Classification,
    classifier: Classifier,
) -> Classification:
    """Return what the classifier says of `digits`, given what it said of the `known` ones."""
    places = {id(digit): place for place, digit in enumerate(known)}
    new = [digit for digit in digits if id(digit) not in places]
    places |= {id(digit): place for place, digit in enumerate(new, start=len(known))}
    chosen = [places[id(digit)] for digit in digits]
    of_new = _classify(new, classifier)
    both = zip(astuple(classification), astuple(of_new), strict=True)
    return Classification(*(np.concatenate(pair)[chosen] for pair in both))


def _read_digits(
    digits: tuple[DigitImage, ...], classification: Classification
) -> Iterator[ReadDigit]:
    outcomes = zip(digits, classification.probabilities, classification.is_digit, strict=True)
    for seen, probabilities, is_digit in outcomes:
        yield ReadDigit(seen, int(probabilities.argmax()), probabilities, bool(is_digit))
