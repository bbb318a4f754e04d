"""The paper under the ink: an estimate of the background's colour at every pixel."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.scaling import shrink

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
SHADOW_SIDE = 0.35
"""Side of the square that fits into a shadow and into no stroke, relative to the long side."""
SHADOW_DETAIL = 0.06
"""Side of the square that fits wherever the shadow reaches, up to its very edge."""
PRIOR_WEIGHT = 1e-3
"""Weight of the prior against the local mean's, which is 1 where no ink is near."""

NEIGHBOURS = np.ones((3, 3), np.uint8)

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

    It takes no side between light and dark ink, and keeps the edges of shadows. Beyond the
    picture is its mirror image, for repeating its last pixels would make strokes of specks.
    """
    small = shrink(colours, MEDIAN_SIDE)
    window = 2 * round(max(small.shape[:2]) * MEDIAN_WINDOW / 2) + 1
    levels = np.clip(np.rint(small), 0, 255).astype(np.uint8)
    pad = window // 2
    padded = cv2.copyMakeBorder(levels, pad, pad, pad, pad, cv2.BORDER_REFLECT)
    height, width = small.shape[:2]
    median = cv2.medianBlur(padded, window)[pad : pad + height, pad : pad + width]
    return resize(median.astype(np.float32), colours.shape[:2])


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


def with_shadows(paper: Colours, colours: Colours, sign: int) -> Colours:
    """Return the paper (h, w, 3) with its shadows as dark as they are, to their edges.

    What is as dark as its surroundings over a large square lies in shadow, and so does what hangs
    together with it (closing by reconstruction, Vincent 1993). With `sign` 1, for ink that is
    lighter than the paper, all is the other way round.
    """
    # Ink is dark from here on.
    small = shrink(colours, MEDIAN_SIDE) * np.float32(-sign)
    large, detail = (
        2 * round(share * max(small.shape[:2]) / 2) + 1 for share in (SHADOW_SIDE, SHADOW_DETAIL)
    )
    # Only the fine one looks beyond the picture, or else a stroke along a side would be a shadow.
    least = _closed(small, detail, beyond=detail)
    shadows = np.maximum(_closed(small, large, beyond=0), least)
    for _ in range(large):
        before, shadows = shadows, np.maximum(cv2.erode(shadows, NEIGHBOURS), least)
        if np.array_equal(before, shadows):
            break
    darker = np.minimum(paper * np.float32(-sign), resize(shadows, colours.shape[:2]))
    return np.asarray(darker * np.float32(-sign), np.float32)


def resize(values: Colours, shape: tuple[int, ...]) -> Colours:
    """Return an array enlarged to (h, w) bilinearly, as smooth backgrounds may be."""
    if values.shape[:2] == shape:
        return values
    size = shape[1], shape[0]
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR), np.float32)


def _blur(values: Colours) -> Colours:
    sigma = max(1.0, MEAN_SIGMA * max(values.shape[:2]) / MEAN_SIDE)
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), np.float32)


def _closed(values: Colours, side: int, beyond: int) -> Colours:
    """Return (h, w, 3) without what is darker than its surroundings and fits no square.

    The outermost pixels go on for `beyond` pixels.
    """
    padded = cv2.copyMakeBorder(values, beyond, beyond, beyond, beyond, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    height, width = values.shape[:2]
    return np.asarray(closed[beyond : beyond + height, beyond : beyond + width], np.float32)


def _with_frame_doubled(colours: Colours) -> Colours:
    """Return the pixels (n, 3), the outermost repeated to weigh as much as all of them."""
    frame = np.concatenate([colours[0], colours[-1], colours[:, 0], colours[:, -1]])
    pixels = colours.reshape(-1, 3)
    return np.concatenate([pixels, np.repeat(frame, max(1, len(pixels) // len(frame)), axis=0)])
