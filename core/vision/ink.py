"""Pixels -> ink: how far each pixel stands out from the paper, whatever the two's colours."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.background import (
    Colours,
    local_mean,
    local_median,
    one_colour,
    resize,
    shrink,
)
from core.vision.transparency import flatten, is_drawing

FAINTEST = 10.0
"""Grey levels (of 255) by which ink stands out at least; less is noise on an empty page."""
NOISE_FACTOR = 3.5
"""How much further than the noise of the paper ink stands out at least."""
COARSE_SIDE = 256
"""Long side in pixels at which the paper and the polarity are found."""
REFINEMENTS = 2
"""Rounds of leaving out the ink and estimating the paper anew."""

Ink = NDArray[np.float32]


def ink_of(rgba: NDArray[np.uint8]) -> Ink:
    """Return how much ink each pixel of (h, w, 4) uint8 RGBA carries: (h, w), 0..1, 0 is paper.

    Paper may be lighter or darker than the ink, coloured, shaded or transparent; its colour is
    estimated around each pixel. A picture with nothing on it is 0 everywhere.
    """
    if is_drawing(rgba):
        return rgba[..., 3].astype(np.float32) / np.float32(255)
    colours = flatten(rgba)
    small = shrink(colours, COARSE_SIDE)
    paper, sign = _paper_and_polarity(small)
    return _scale(_distance(colours, resize(paper, colours.shape[:2]), sign))


def otsu(values: NDArray[np.float32]) -> float:
    """Return the value up to which values 0..255 are of the lower of two classes (Otsu 1979)."""
    levels = np.clip(values, 0, 255).astype(np.uint8)
    last_low, _ = cv2.threshold(levels, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # The levels were rounded down: whatever is less than a level above is still low.
    return float(last_low) + 1


def _paper_and_polarity(colours: Colours) -> tuple[Colours, int]:
    """Return the paper's colours (h, w, 3) and whether ink is lighter (1) or darker (-1)."""
    level = one_colour(colours)
    if level is not None:
        paper = np.broadcast_to(level, colours.shape)
        return paper, _polarity(colours - paper)
    median = local_median(colours)
    sign = _polarity(colours - median)
    return _refined(colours, median, sign), sign


def _refined(colours: Colours, median: Colours, sign: int) -> Colours:
    """Return the local mean of all but ink, except that a shadow's edge stays as in the median."""
    nearer = np.maximum if sign > 0 else np.minimum
    paper = median
    for _ in range(REFINEMENTS):
        distance = _distance(colours, paper, sign)
        mean = local_mean(colours, _grown(distance > otsu(distance)), median)
        paper = np.asarray(nearer(mean, median), np.float32)
    return paper


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask with a rim of a pixel, the blurred edge of strokes."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)), np.bool_)


def _polarity(difference: Colours) -> int:
    """Return 1 when the pixels that stand out are lighter than the paper, else -1."""
    size = _length(difference)
    outlying = size > otsu(size)
    return 1 if float(difference[outlying].sum()) > 0 else -1


def _distance(colours: Colours, paper: Colours, sign: int) -> Ink:
    """Return the root mean square over the channels of what lies on the ink's side: (h, w).

    One-sided, because what lies on the other side of the paper is glare, shadow or noise.
    """
    beyond = np.maximum((colours - paper) * sign, 0)
    return _length(beyond) / np.float32(np.sqrt(3))


def _scale(distance: Ink) -> Ink:
    """Return distances as 0..1: 0 up to the paper's noise, 1 for a full stroke."""
    marked = distance > otsu(distance)
    if not marked.any() or marked.all():
        return np.zeros_like(distance)
    full = float(np.percentile(distance[marked], 75))
    noise = float(np.percentile(distance[~marked], 90))
    if full < max(FAINTEST, NOISE_FACTOR * noise):
        return np.zeros_like(distance)
    return np.asarray(np.clip((distance - noise) / (full - noise), 0, 1), np.float32)


def _length(vectors: Colours) -> Ink:
    """Return the Euclidean length of each colour vector: (h, w)."""
    return np.asarray(np.sqrt(np.einsum("hwc,hwc->hw", vectors, vectors)), np.float32)
