"""Where the sheets are that a picture shows on a desk."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

HALF = 0.5
LEAST = 0.03
"""Share of the picture that a sheet covers at least."""
LARGE = 0.2
"""Area of another sheet, relative to the largest one's, at least."""


def sheets(coverage: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return where sheets are, each with no dent and no hole: (h, w) for a coverage (h, w), 0..1.

    The hand that holds a sheet leaves no dent in it. Where no sheet is seen, everything may be
    written on: a board, a wall, a screen.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (coverage >= HALF).astype(np.uint8), connectivity=4
    )
    areas = stats[1:count, cv2.CC_STAT_AREA]
    if not areas.size or areas.max() < LEAST * coverage.size:
        return np.ones(coverage.shape, np.bool_)
    found = np.zeros(coverage.shape, np.uint8)
    for number in np.flatnonzero(areas >= LARGE * areas.max()) + 1:
        outlines, _ = cv2.findContours(
            (labels == number).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
        )
        cv2.fillPoly(found, [cv2.convexHull(np.concatenate(outlines))], 1)
    return found.astype(np.bool_)
