"""Patches that stand out from the paper and are no ink: what lies beyond the page, and shading."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SMALLEST_SIDE = 64
"""Short side in pixels from which on a frame differs from a stroke."""
WHOLE_SIDE = 0.95
"""Share of a side of the picture along which lies what is beyond the page."""
DEEPEST = 0.25
"""How far it reaches in at most, relative to the picture's short side."""
REACHED = 0.9
"""Share of it that is reached straight from the picture's sides at least."""
STEEP = 6.0
"""Grey levels per hundredth of the long side by which light alone hardly changes."""
STEEP_SHARE = 0.6
"""Share of a patch's rim that is steep at least unless it is shading."""

Values = NDArray[np.float32]
Mask = NDArray[np.bool_]


def beyond_the_page(foreign: Mask) -> Mask:
    """Return which patches of `foreign` (h, w) lie along a whole side and reach in only so far.

    So do a frame, a black rim of a scan and the desk beside the sheet; no stroke of a digit does.
    """
    sides = foreign[0], foreign[-1], foreign[:, 0], foreign[:, -1]
    if min(foreign.shape) < SMALLEST_SIDE or max(s.mean() for s in sides) < WHOLE_SIDE:
        return np.zeros_like(foreign)
    count, labels = cv2.connectedComponents(foreign.astype(np.uint8), connectivity=8)
    reached = np.bincount(labels[_reached_from_outside(foreign)], minlength=count)
    beyond = reached >= REACHED * np.bincount(labels.ravel(), minlength=count)
    beyond &= _along_whole_side(labels, count)
    beyond[0] = False
    return np.asarray(beyond[labels], np.bool_)


def shading(distance: Values, marked: Mask) -> Mask:
    """Return which patches of `marked` (h, w) fade into the paper; `distance` (h, w) is from it.

    Ink has edges all around; a shadow's or a lamp's trace has none, or on one side only.
    """
    least = STEEP * 100 / max(distance.shape)
    across, down = (cv2.Sobel(distance, cv2.CV_32F, *d, scale=1 / 8) for d in ((1, 0), (0, 1)))
    steep = _grown(cv2.magnitude(across, down) >= least)
    count, labels = cv2.connectedComponents(marked.astype(np.uint8), connectivity=8)
    rim = labels * (marked & _grown(~marked))
    total = np.bincount(rim.ravel(), minlength=count)
    soft = np.bincount(rim[steep], minlength=count) < STEEP_SHARE * total
    soft[0] = False
    return np.asarray(soft[labels], np.bool_)


def _reached_from_outside(foreign: Mask) -> Mask:
    """Return the pixels with nothing but foreign ones, and few, between them and a side."""
    reached = np.zeros_like(foreign)
    deepest = round(DEEPEST * min(foreign.shape)) + 1
    for turns in range(4):
        # Views of the same pixels, with each of the four sides on top in turn.
        inwards, hit = np.rot90(foreign, turns)[:deepest], np.rot90(reached, turns)[:deepest]
        run = np.logical_and.accumulate(inwards, axis=0)
        hit |= run & ~run[-1]
    return reached


def _along_whole_side(labels: NDArray[np.int32], count: int) -> Mask:
    """Return for each of the patches whether it lies along a whole side of the picture."""
    sides = labels[0], labels[-1], labels[:, 0], labels[:, -1]
    shares = [np.bincount(side, minlength=count) / side.size for side in sides]
    return np.asarray(np.max(shares, axis=0) >= WHOLE_SIDE, np.bool_)


def _grown(mask: Mask) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)), np.bool_)
