"""A picture that lies on its side: which way up it can be read.

Most cameras note down how they were held, and `core.vision.decode` goes by that. Where nothing is
noted, the strokes tell: turned by a quarter, most digits look like none.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.inference.classifier import Classification, Classifier
from core.vision import DigitImage

FEWEST = 4
"""Strokes that look like digits in a picture to be turned: a few may be as likely any way up."""
POOR = 0.6
"""Share of the strokes that look like digits upright below which the other turns are tried."""
MORE = 1.6
"""How many times as many strokes look like digits when it is turned at least."""
SURE = 3.0
"""Largest logit from which on a stroke tells: noise is accepted now and then with less."""
LARGE = 0.4
"""Extent, relative to the median of all, below which a stroke is dirt and tells nothing."""
LOOKED_AT = 200
"""Strokes that are looked at, the largest first: as many as tell it."""


def turn_of(strokes: Sequence[DigitImage], classifier: Classifier) -> int:
    """Return by how many degrees clockwise, 0, 90 or 270, a picture can be read at best.

    It is 0 unless far more of its strokes then look like digits. A 1 does not count: every line
    looks like it. Nobody holds a camera upside down, and words then look like digits.
    """
    images = _telling(strokes)
    if len(images) < FEWEST:
        return 0
    upright = _digits(classifier(images))
    if upright >= POOR * len(images):
        return 0
    turned = {
        degrees: _digits(classifier(np.rot90(images, -degrees // 90, (1, 2))))
        for degrees in (90, 270)
    }
    best = max(turned, key=lambda degrees: turned[degrees])
    return best if turned[best] >= max(FEWEST, MORE * upright) else 0


def _digits(outcome: Classification) -> int:
    """Return how many surely look like digits other than a 1."""
    sure = outcome.is_digit & (outcome.logits.max(axis=1) >= SURE)
    return int((sure & (outcome.probabilities.argmax(axis=1) != 1)).sum())


def _telling(strokes: Sequence[DigitImage]) -> NDArray[np.uint8]:
    """Return the images (n, 28, 28) of the strokes that are no dirt."""
    extents = [max(stroke.box.width, stroke.box.height) for stroke in strokes]
    least = LARGE * float(np.median(extents)) if extents else 0.0
    order = np.argsort(extents)[::-1][:LOOKED_AT]
    images = [strokes[place].image for place in order if extents[place] >= least]
    return np.stack(images) if images else np.zeros((0, 28, 28), np.uint8)
