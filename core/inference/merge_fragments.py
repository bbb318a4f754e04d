"""Broken digits: joined where the model is surer of the whole than of a part.

The dual of `core.inference.split_touching`: strokes of one digit that lie apart, and that are too
large to be told from digits by their size alone.
"""

from itertools import pairwise
from math import log

import numpy as np

from core.inference.classifier import Classification, Classifier
from core.vision import DigitImage
from core.vision.picture import joined
from core.vision.strokes import gap, union

EVIDENCE = log(20)
"""How far the whole's score lies above the lower of the parts', and above 0 for no digit, at least.

A pair is no better than its worse digit. Less than touching digits need: hardly ever do two
digits look like another one together.
"""
FARTHEST = 0.25
"""Distance of two strokes of a digit, relative to the height of the two together, at most."""


def merge_fragments(
    digits: tuple[DigitImage, ...], said: Classification, classifier: Classifier
) -> tuple[DigitImage, ...]:
    """Return the digits of a picture, in reading order, with neighbours that are one joined.

    `said` is what `classifier` said of `digits`.
    """
    wholes = {number: joined(*pair) for number, pair in enumerate(pairwise(digits)) if _near(*pair)}
    if not wholes:
        return digits
    scores = said.logits.max(axis=1)
    apart = np.array([scores[number : number + 2].min() for number in wholes])
    together = classifier(np.stack([whole.image for whole in wholes.values()])).logits.max(axis=1)
    gains = together - np.maximum(apart, 0)
    found: dict[int, DigitImage] = {}
    for gain, number in sorted(zip(gains, wholes, strict=True), reverse=True):
        if gain >= EVIDENCE and not {number - 1, number + 1} & found.keys():
            found[number] = wholes[number]
    return tuple(
        found.get(number, digit) for number, digit in enumerate(digits) if number - 1 not in found
    )


def _near(first: DigitImage, second: DigitImage) -> bool:
    together = union([first.box, second.box])
    return gap(first.box, second.box) <= FARTHEST * together.height
