"""What transparency means: the shape of a drawing, or just a hole in a picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

FAINTEST_ALPHA = 10
"""Alpha below which nothing is seen."""
ONE_COLOUR = 24.0
"""Grey levels by which the pixels of one pen may differ from their median."""
ONE_COLOUR_SHARE = 0.998
"""Share of the pixels of one pen that are of its colour; ink on a page takes up more than the
rest."""
WHOLE_PICTURE = 0.9
"""Share of visible pixels from which on they are a picture, not strokes on nothing."""
THICKEST_STROKE = 0.35
"""Thickness of a stroke at most, relative to the long side of the box around all of them."""


def is_drawing(rgba: NDArray[np.uint8]) -> bool:
    """Tell whether alpha carries the shape: strokes of any colour on a transparent ground.

    So it is when what is visible is thin or of one colour; otherwise it is a picture whose
    corners or surroundings are transparent. (h, w, 4) uint8.
    """
    visible = _visible(rgba)
    if visible.mean() > WHOLE_PICTURE:
        return False
    return not visible.any() or _is_thin(visible) or _is_of_one_colour(rgba[visible, :3])


def ink_of_drawing(rgba: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the alpha of (h, w, 4) uint8 as ink: (h, w), 0..1, 1 where it is the largest."""
    alpha = rgba[..., 3].astype(np.float32)
    most = float(alpha.max())
    return alpha / np.float32(most) if most >= FAINTEST_ALPHA else np.zeros_like(alpha)


def flatten(rgba: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return colours (h, w, 3), 0..255, with those of the nearest visible pixels behind them.

    So a shaded page goes on beyond its edge, which would stand out as ink before one colour.
    """
    alpha = rgba[..., 3:].astype(np.float32)
    colours = rgba[..., :3].astype(np.float32)
    if alpha.min() == alpha.max():
        return colours
    alpha /= alpha.max()
    visible = _visible(rgba)
    _, nearest = cv2.distanceTransformWithLabels(
        (~visible).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    # OpenCV numbers the visible pixels row by row, from 1 on.
    behind = colours[visible][nearest - 1]
    return np.asarray(colours * alpha + behind * (1 - alpha), np.float32)


def _visible(rgba: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which pixels are at least half as opaque as any."""
    return np.asarray(rgba[..., 3] >= max(FAINTEST_ALPHA, int(rgba[..., 3].max()) // 2), np.bool_)


def _is_thin(visible: NDArray[np.bool_]) -> bool:
    rows, columns = np.flatnonzero(visible.any(axis=1)), np.flatnonzero(visible.any(axis=0))
    box = visible[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    # Beyond the box there is nothing, so a stroke that fills it is as thick as the box is wide.
    padded = np.pad(box, 1).astype(np.uint8)
    thickness = 2 * float(cv2.distanceTransform(padded, cv2.DIST_L2, 3).max())
    return bool(thickness <= THICKEST_STROKE * max(box.shape))


def _is_of_one_colour(colours: NDArray[np.uint8]) -> bool:
    levels = colours.astype(np.float32)
    near = np.abs(levels - np.median(levels, axis=0)).max(axis=1) <= ONE_COLOUR
    return bool(near.mean() >= ONE_COLOUR_SHARE)
