"""What lies within a stroke is of it: the slash of a 0, a dot in it, the eyes of a face.

Nothing else fits in there, so that no score has to tell. Frames, which are far taller than digits,
hold what they hold.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.inference.classifier import Classifier
from core.inference.clutter import TALLEST, edges
from core.inference.read_digit import ReadDigit, classified
from core.vision.picture import merged

SMALL = 0.4
"""Height, relative to the stroke around it, up to which a stroke is of it."""


def with_insides(
    strokes: Sequence[ReadDigit], height: float, classifier: Classifier
) -> list[ReadDigit]:
    """Return strokes, each with the small ones within it; `height` of a usual digit."""
    inside = _inside(edges(strokes), height)
    if not inside:
        return list(strokes)
    outers = sorted(set(inside.values()) - inside.keys())
    groups = [[outer, *(i for i, o in inside.items() if o == outer)] for outer in outers]
    wholes = classified([merged([strokes[i].seen for i in group]) for group in groups], classifier)
    taken = {i for group in groups for i in group}
    return [*(s for i, s in enumerate(strokes) if i not in taken), *wholes]


def _inside(boxes: NDArray[np.int64], height: float) -> dict[int, int]:
    """Return which boxes lie within which others that are no taller than a digit may be.

    `boxes` (n, 4): left, top, right, bottom; of several around one, the first.
    """
    x, y, right, bottom = boxes.T
    tall = bottom - y
    fits = np.less_equal.outer(tall, SMALL * tall) & (tall <= TALLEST * height)
    fits &= np.greater_equal.outer(x, x) & np.less_equal.outer(right, right)
    fits &= np.greater_equal.outer(y, y) & np.less_equal.outer(bottom, bottom)
    return {i: int(fits[i].argmax()) for i in np.flatnonzero(fits.any(axis=1)).tolist()}
