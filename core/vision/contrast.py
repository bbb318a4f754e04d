"""Ink by contrast: how far each pixel stands out from the paper, whatever the two's colours."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.background import (
    NEIGHBOURS,
    Colours,
    local_mean,
    local_median,
    one_colour,
    resize,
    with_shadows,
)
from core.vision.lines import without_lines
from core.vision.patches import beyond_the_page, shading
from core.vision.scaling import shrink
from core.vision.strokes import WEAK

FAINTEST = 10.0
"""Grey levels (of 255) by which ink stands out at least; less is noise on an empty page."""
NOISE_FACTOR = 3.5
"""How much further than the noise of the paper ink stands out at least."""
COARSE_SIDE = 256
"""Long side in pixels at which the paper and the polarity are found."""
SHADING_SIDE = 128
"""Long side in pixels at which shading is told from ink."""
SHADING_INK = 0.3
"""Ink, 0..1, from which on it may be shading; less does not become a stroke by itself."""
REFINEMENTS = 2
"""Rounds of leaving out the ink and estimating the paper anew."""

Ink = NDArray[np.float32]


def ink_by_contrast(colours: Colours) -> Ink:
    """Return how much ink each pixel of (h, w, 3), 0..255, carries: (h, w), 0..1, 0 is paper.

    Paper may be lighter or darker than the ink, coloured or shaded; its colour is estimated around
    each pixel. A picture with nothing on it is 0 everywhere.
    """
    small = shrink(colours, COARSE_SIDE)
    beyond = _beyond_the_page(small)
    paper, sign, even = _paper_and_polarity(_blank_where(beyond, small))
    distance = _distance(colours, resize(paper, colours.shape[:2]), sign)
    if beyond.any():
        distance[_enlarged(beyond, distance.shape)] = 0
    return _only_ink(distance, even)


def _only_ink(distance: Ink, even: bool) -> Ink:
    """Return the ink (h, w), 0..1, that is neither printed on the paper nor its shading.

    `even` paper, of one colour, has no shading.
    """
    ink = _scale(distance)
    without = without_lines(distance, ink >= WEAK) if ink.any() else distance
    if without is not distance:
        ink = _scale(without)
    if even or not ink.any():
        return ink
    soft = shading(shrink(without, SHADING_SIDE), shrink(ink, SHADING_SIDE) >= SHADING_INK)
    if not soft.any():
        return ink
    return _scale(np.where(_enlarged(_grown(_grown(soft)), ink.shape), np.float32(0), without))


def _beyond_the_page(colours: Colours) -> NDArray[np.bool_]:
    """Return which pixels (h, w) are a frame or the surroundings of the page."""
    level = np.median(colours[::4, ::4], axis=(0, 1)).astype(np.float32)
    difference = _length(colours - level)
    beyond = beyond_the_page(difference > otsu(difference))
    # Corners that a lens leaves darker lie at the sides, too, but they fade into the page.
    return _grown(beyond & ~shading(difference, beyond)) if beyond.any() else beyond


def _blank_where(mask: NDArray[np.bool_], colours: Colours) -> Colours:
    """Return colours (h, w, 3) with the median of all others where `mask` (h, w) is set."""
    if not mask.any() or mask.all():
        return colours
    return np.where(mask[..., None], np.median(colours[~mask], axis=0), colours)


def otsu(values: NDArray[np.float32]) -> float:
    """Return the value up to which values 0..255 are of the lower of two classes (Otsu 1979)."""
    levels = np.clip(values, 0, 255).astype(np.uint8)
    last_low, _ = cv2.threshold(levels, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    # The levels were rounded down: whatever is less than a level above is still low.
    return float(last_low) + 1


def _paper_and_polarity(colours: Colours) -> tuple[Colours, int, bool]:
    """Return the paper's colours (h, w, 3), whether ink is lighter (1) or darker (-1), and
    whether the paper is of one colour."""
    level = one_colour(colours)
    if level is not None:
        paper = np.broadcast_to(level, colours.shape)
        return paper, _polarity(*(_distance(colours, paper, sign) for sign in (-1, 1))), True
    median = local_median(colours)
    papers = {sign: with_shadows(median, colours, sign) for sign in (-1, 1)}
    sign = _polarity(*(_distance(colours, papers[sign], sign) for sign in (-1, 1)))
    paper = _refined(colours, papers[sign], sign)
    # A shadow's edge is blurred by now; better to take too much of it for shadow than for ink.
    spread = cv2.dilate if sign > 0 else cv2.erode
    return np.asarray(spread(paper, NEIGHBOURS), np.float32), sign, False


def _polarity(dark: Ink, light: Ink) -> int:
    """Return 1 when what is lighter than the paper stands out more than what is darker, else -1.

    Squares, for strokes stand out far and shading wide.
    """
    least = otsu(np.maximum(dark, light))
    return 1 if (light[light > least] ** 2).sum() > (dark[dark > least] ** 2).sum() else -1


def _refined(colours: Colours, paper: Colours, sign: int) -> Colours:
    """Return the local mean of all but ink, where that is nearer to ink than `paper` (h, w, 3)."""
    nearer = np.maximum if sign > 0 else np.minimum
    refined = paper
    for _ in range(REFINEMENTS):
        distance = _distance(colours, refined, sign)
        mean = local_mean(colours, _grown(distance > otsu(distance)), paper)
        refined = np.asarray(nearer(mean, paper), np.float32)
    return refined


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return a mask with a rim of a pixel, the blurred edge of strokes."""
    return np.asarray(cv2.dilate(mask.astype(np.uint8), NEIGHBOURS), np.bool_)


def _distance(colours: Colours, paper: Colours, sign: int) -> Ink:
    """Return the root mean square over the channels of what lies on the ink's side: (h, w).

    One-sided, because what lies on the other side of the paper is glare, shadow or noise.
    """
    beyond = np.maximum((colours - paper) * sign, 0)
    return _length(beyond) / np.float32(np.sqrt(3))


def _scale(distance: Ink) -> Ink:
    """Return distances as 0..1: 0 up to the paper's noise, 1 for a full stroke."""
    # Every second pixel of a large picture tells as much, in a quarter of the time.
    seen = distance[::2, ::2] if min(distance.shape) >= 512 else distance
    marked = seen > otsu(seen)
    if not marked.any() or marked.all():
        return np.zeros_like(distance)
    full = float(np.percentile(seen[marked], 75))
    noise = float(np.percentile(seen[~marked], 90))
    if full < max(FAINTEST, NOISE_FACTOR * noise):
        return np.zeros_like(distance)
    return np.asarray(np.clip((distance - noise) / (full - noise), 0, 1), np.float32)


def _enlarged(mask: NDArray[np.bool_], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    size = shape[1], shape[0]
    large = cv2.resize(mask.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(large, np.bool_)


def _length(vectors: Colours) -> Ink:
    """Return the Euclidean length of each colour vector: (h, w)."""
    return np.asarray(np.sqrt(np.einsum("hwc,hwc->hw", vectors, vectors)), np.float32)
