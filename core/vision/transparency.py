"""What transparency means: the shape of a drawing, or just a hole in a picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

OPAQUE = 128
ONE_COLOUR = 24.0
"""Grey levels by which the opaque pixels of one pen may differ from their median."""
WHOLE_PICTURE = 0.9
"""Share of opaque pixels from which on they are a picture, not strokes on nothing."""
STROKES = 0.5
"""Share of their bounding box that strokes of several colours fill at most."""


def is_drawing(rgba: NDArray[np.uint8]) -> bool:
    """Tell whether alpha carries the shape: strokes of any colour on a transparent ground.

    So it is when the opaque pixels are of one colour or thinly spread; otherwise they are a
    picture whose corners or surroundings are transparent. (h, w, 4) uint8.
    """
    opaque = rgba[..., 3] >= OPAQUE
    if opaque.mean() > WHOLE_PICTURE:
        return False
    if not opaque.any():
        return True
    return _of_one_colour(rgba[opaque, :3]) or _box_share(opaque) < STROKES


def flatten(rgba: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return colours (h, w, 3), 0..255, with the opaque pixels' median colour behind them."""
    alpha = rgba[..., 3:].astype(np.float32) / 255
    colours = rgba[..., :3].astype(np.float32)
    if alpha.min() == 1:
        return colours
    behind = np.median(colours[rgba[..., 3] >= OPAQUE], axis=0)
    return np.asarray(colours * alpha + behind * (1 - alpha), np.float32)


def _of_one_colour(colours: NDArray[np.uint8]) -> bool:
    levels = colours.astype(np.float32)
    spread = np.abs(levels - np.median(levels, axis=0)).max(axis=1)
    return bool(np.percentile(spread, 90) <= ONE_COLOUR)


def _box_share(mask: NDArray[np.bool_]) -> float:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return float(box.mean())
