"""Fragments of a digit: merged where the model is surer of the whole than of a part.

The dual of `core.inference.split_touching`: strokes of one digit that lie apart, and that are too
large to be told from digits by their size alone.
"""

from itertools import pairwise
from math import log

import numpy as np

from core.inference.classifier import Classification, Classifier
from core.vision import DigitImage
from core.vision.picture import merged
from core.vision.strokes import gap, union

EVIDENCE = log(20)
"""How far the whole's score lies above the lower of the parts', and above 0 for no digit, at least.

A pair is no better than its worse digit. Less than touching digits need: hardly ever do two
digits look like another one together.
"""
FARTHEST = 0.25
"""Distance of two fragments of a digit, relative to the height of the two together, at most."""


def merge_fragments(
    digits: tuple[DigitImage, ...], classification: Classification, classifier: Classifier
) -> tuple[DigitImage, ...]:
    """Return the digits of a picture, in reading order, with neighbours that are one merged.

    `classification` is what `classifier` says of `digits`.
    """
    wholes = {place: merged(*pair) for place, pair in enumerate(pairwise(digits)) if _near(*pair)}
    if not wholes:
        return digits
    scores = classification.logits.max(axis=1)
    apart = np.array([scores[place : place + 2].min() for place in wholes])
    together = classifier(np.stack([whole.image for whole in wholes.values()])).logits.max(axis=1)
    gains = together - np.maximum(apart, 0)
    chosen: dict[int, DigitImage] = {}
    for gain, place in sorted(zip(gains, wholes, strict=True), reverse=True):
        if gain >= EVIDENCE and not {place - 1, place + 1} & chosen.keys():
            chosen[place] = wholes[place]
    return tuple(
        chosen.get(place, digit) for place, digit in enumerate(digits) if place - 1 not in chosen
    )


def _near(first: DigitImage, second: DigitImage) -> bool:
    whole = union([first.box, second.box])
    return gap(first.box, second.box) <= FARTHEST * whole.height
