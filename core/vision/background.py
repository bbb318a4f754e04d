"""The paper under the ink: an estimate of the background's colour at every pixel."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

ONE_COLOUR = 1.5
"""Grey levels within which pixels are of the same colour, on a screen or a binarised scan."""
ONE_COLOUR_SHARE = 0.4
"""Share of the pixels that make up paper of one colour at least."""
MEDIAN_SIDE = 128
"""Long side in pixels at which the local median is taken."""
MEDIAN_WINDOW = 0.35
"""Window of the local median as a share of the long side; strokes fill less than half of it."""
MEAN_SIDE = 64
"""Long side in pixels at which the local mean is taken, once ink is left out."""
MEAN_SIGMA = MEAN_SIDE / 16
PRIOR_WEIGHT = 1e-3
"""Weight of the prior against the local mean's, which is 1 where no ink is near."""

Colours = NDArray[np.float32]


def one_colour(colours: Colours) -> Colours | None:
    """Return the one colour (3,) of the paper in (h, w, 3), 0..255, or None if it varies.

    The frame counts as much as all the rest, for strokes may cover half of a tight scan.
    """
    # Every second pixel of a large picture tells as much, in a quarter of the time.
    picked = colours[::2, ::2] if min(colours.shape[:2]) >= 128 else colours
    level = np.median(_with_frame_doubled(picked), axis=0).astype(np.float32)
    same = np.abs(picked - level).max(axis=2) <= ONE_COLOUR
    return level if same.mean() >= ONE_COLOUR_SHARE else None


def local_median(colours: Colours) -> Colours:
    """Return the median colour (h, w, 3) in a wide window around each pixel.

    It takes no side between light and dark ink, and keeps the edges of shadows.
    """
    small = shrink(colours, MEDIAN_SIDE)
    window = 2 * round(max(small.shape[:2]) * MEDIAN_WINDOW / 2) + 1
    levels = np.clip(np.rint(small), 0, 255).astype(np.uint8)
    median = cv2.medianBlur(levels, window).astype(np.float32)
    return resize(median, colours.shape[:2])


def local_mean(colours: Colours, ink: NDArray[np.bool_], prior: Colours) -> Colours:
    """Return the Gaussian mean (h, w, 3) of the colours around each pixel, leaving out ink (h, w).

    This is normalised convolution (Knutsson and Westin 1993). `prior` (h, w, 3) holds where ink
    is all there is around.
    """
    paper = (~ink).astype(np.float32)
    weight = _blur(shrink(paper, MEAN_SIDE)) + PRIOR_WEIGHT
    seen = _blur(shrink(colours * paper[..., None], MEAN_SIDE))
    mean = (seen + PRIOR_WEIGHT * shrink(prior, MEAN_SIDE)) / weight[..., None]
    return resize(np.asarray(mean, np.float32), colours.shape[:2])


def shrink(values: Colours, side: int) -> Colours:
    """Return an (h, w) or (h, w, c) array with its long side at most `side`, by area."""
    height, width = values.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return values
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)


def resize(values: Colours, shape: tuple[int, ...]) -> Colours:
    """Return an array enlarged to (h, w) bilinearly, as smooth backgrounds may be."""
    if values.shape[:2] == shape:
        return values
    size = shape[1], shape[0]
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _blur(values: Colours) -> Colours:
    sigma = max(1.0, MEAN_SIGMA * max(values.shape[:2]) / MEAN_SIDE)
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)


def _with_frame_doubled(colours: Colours) -> Colours:
    """Return the pixels (n, 3), the outermost repeated to weigh as much as all of them."""
    frame = np.concatenate([colours[0], colours[-1], colours[:, 0], colours[:, -1]])
    pixels = colours.reshape(-1, 3)
    return np.concatenate([pixels, np.repeat(frame, max(1, len(pixels) // len(frame)), axis=0)])
