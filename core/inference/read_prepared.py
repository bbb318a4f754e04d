"""A digit that has MNIST's form already, read as it is."""

import numpy as np
from numpy.typing import NDArray

from core.inference.classifier import Classifier
from core.inference.read_digit import classified
from core.inference.reading import Reading
from core.vision import Box, DigitImage, Picture
from core.vision.normalize import BOX_SIDE, IMAGE_SIDE, ink_extent

_MARGIN = (IMAGE_SIDE - BOX_SIDE) // 2


def read_prepared(image: NDArray[np.uint8], classifier: Classifier) -> Reading:
    """Read a digit (28, 28) uint8 of a data set, or a drawing that was saved.

    Nothing is looked for in it and nothing is changed, so that the classifier says of it what it
    says of it in an evaluation.
    """
    grey = np.dstack([image, image, image, np.full_like(image, 255)])
    ink = (image / 255).astype(np.float32)
    picture = Picture(grey, ink, "contrast", Box(0, 0, *ink.shape[::-1]), ())
    if not image.any():
        return Reading(picture, ())
    seen = _as_seen(image, picture.ink)
    return Reading(picture, classified((seen,), classifier))


def _as_seen(image: NDArray[np.uint8], ink: NDArray[np.float32]) -> DigitImage:
    rows, columns = ink_extent(image)
    box = Box(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)
    inner = slice(_MARGIN, IMAGE_SIDE - _MARGIN)
    return DigitImage(box, 0, ink[rows, columns], image[inner, inner], image)
