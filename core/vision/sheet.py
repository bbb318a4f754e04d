"""Where the sheets are that a picture shows on a desk."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 192
"""Long side in pixels at which the network looks for sheets: most of the picture is then in sight
of each of its pixels."""
SURE = 0.6
"""Coverage from which on something is a sheet."""
GRAIN = 3
"""Pixels over which coverage is averaged."""
STROKES = 7
"""Pixels up to which something on a sheet is a stroke."""
THINNEST = 11
"""Pixels up to which something is no sheet but the edge or the gloss of a desk."""
DESK = 0.5
"""Mean coverage below which what lies beside a sheet is a desk: doubt alone is none."""
LEAST = 0.03
"""Share of the picture that a sheet covers at least."""
LARGE = 0.2
"""Area of another sheet, relative to the largest one's, at least."""
RECTANGULAR = 0.85
"""Share of the smallest rectangle around a sheet that it covers at least, to tell how it lies."""
TILTED = 10
"""Degrees from which on a sheet is turned: rows that slope less are read as they are."""
FULL = 0.8
"""Share of a sheet's convex hull from which on what lacks of it is a hand or a pen that lies on it,
or a stroke: less, and it may be two sheets that touch."""

Mask = NDArray[np.uint8]


def sheets(coverage: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return where sheets are, each without a hole: (h, w) for a coverage (h, w), 0..1.

    The hand that holds a sheet leaves no dent in it. Where no sheet is seen, everything may be
    written on: a board, a wall, a screen.
    """
    blurred = cv2.blur(coverage, (GRAIN, GRAIN))
    found = _smoothed((blurred >= SURE).astype(np.uint8))
    outlines, _ = cv2.findContours(found, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    areas = [cv2.contourArea(outline) for outline in outlines]
    if max(areas, default=0.0) < LEAST * found.size:
        return np.ones(coverage.shape, np.bool_)
    kept = [o for o, area in zip(outlines, areas, strict=True) if area >= LARGE * max(areas)]
    filled = np.zeros_like(found)
    cv2.fillPoly(filled, [_filled_up(outline) for outline in kept], 1)
    is_desk = coverage[filled == 0].mean() < DESK if not filled.all() else False
    return filled > 0 if is_desk else np.ones(coverage.shape, np.bool_)


def tilt_of(sheet: NDArray[np.bool_]) -> int:
    """Return by how many degrees clockwise, -45..45, a sheet (h, w) is turned to lie straight.

    0 where it nearly does, is everywhere, or is no rectangle.
    """
    if sheet.all():
        return 0
    outlines, _ = cv2.findContours(
        sheet.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    largest = max(outlines, key=cv2.contourArea)
    rectangle = cv2.minAreaRect(largest)
    (across, down), corners = rectangle[1], cv2.boxPoints(rectangle)
    if cv2.contourArea(largest) < RECTANGULAR * across * down:
        return 0
    edge = corners[1] - corners[0]
    slant = round(float(np.degrees(np.arctan2(edge[1], edge[0])))) % 90
    tilt = -slant if slant <= 45 else 90 - slant
    return tilt if abs(tilt) >= TILTED else 0


def _smoothed(found: Mask) -> Mask:
    """Return a mask without what is thin: dark strokes on sheets, then light ones beside them."""
    # Beyond the picture a sheet goes on, else its corners there would be rounded off.
    framed = np.pad(found, THINNEST, mode="edge")
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, _disc(STROKES))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    whole = cv2.fillPoly(closed, outlines, 1)  # no holes: what is written may darken all within
    opened = cv2.morphologyEx(whole, cv2.MORPH_OPEN, _disc(THINNEST))
    return np.asarray(opened[THINNEST:-THINNEST, THINNEST:-THINNEST], np.uint8)


def _disc(size: int) -> Mask:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)


def _filled_up(outline: NDArray[np.int32]) -> NDArray[np.int32]:
    hull = np.asarray(cv2.convexHull(outline), np.int32)
    is_full = cv2.contourArea(outline) >= FULL * cv2.contourArea(hull)
    return hull if is_full else np.asarray(outline, np.int32)
