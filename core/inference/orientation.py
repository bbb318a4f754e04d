"""A picture that lies on its side: which way up it can be read.

Most cameras note down how they were held, and `core.vision.decode` goes by that. Where nothing is
noted, the strokes tell: turned by a quarter, most digits look like none.
"""

from collections.abc import Iterable, Sequence
from statistics import median

import numpy as np

from core.inference.classifier import Classifier
from core.inference.clutter import is_shaped
from core.inference.read_digit import ReadDigit, as_read

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


def turn_of(strokes: Sequence[ReadDigit], classifier: Classifier) -> int:
    """Return by how many degrees clockwise, 0, 90 or 270, a picture can be read at best.

    It is 0 unless far more of its strokes then look like digits. A 1 does not count: every line
    looks like it. Nobody holds a camera upside down, and words then look like digits.
    """
    telling = _telling(strokes)
    upright = _digits(telling)
    if len(telling) < FEWEST or upright >= POOR * len(telling):
        return 0
    seen = [stroke.seen for stroke in telling]
    images = np.stack([digit.image for digit in seen])
    turned = {
        degrees: _digits(as_read(seen, classifier(np.rot90(images, -degrees // 90, (1, 2)))))
        for degrees in (90, 270)
    }
    best = max(turned, key=lambda degrees: turned[degrees])
    return best if turned[best] >= max(FEWEST, MORE * upright) else 0


def _digits(strokes: Iterable[ReadDigit]) -> int:
    """Return how many surely look like digits other than a 1."""
    return sum(is_shaped(s) and s.score >= SURE for s in strokes)


def _telling(strokes: Sequence[ReadDigit]) -> list[ReadDigit]:
    """Return the strokes that are no dirt, the largest first."""
    if not strokes:
        return []
    least = LARGE * median(stroke.box.extent for stroke in strokes)
    largest = sorted(strokes, key=lambda stroke: -stroke.box.extent)[:LOOKED_AT]
    return [stroke for stroke in largest if stroke.box.extent >= least]
