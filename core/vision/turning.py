"""Pictures turned by any angle, whole."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

QUARTER = 90
MOST_PIXELS = 25_000_000
"""Pixels of a picture that is turned by less than a quarter at most: it then takes up to twice as
many."""


def turned_by(rgba: NDArray[np.uint8], degrees: int) -> NDArray[np.uint8]:
    """Return a picture (h, w, 4) uint8 turned clockwise by `degrees`, with all of it in view.

    Quarters move pixels alone. Otherwise corners are filled with what is at the border.
    """
    slant = degrees % QUARTER
    quarters = (degrees - slant) // QUARTER % 4
    straight = _aslant(rgba, slant) if slant else rgba
    return np.ascontiguousarray(np.rot90(straight, -quarters)) if quarters else straight


def _aslant(rgba: NDArray[np.uint8], degrees: int) -> NDArray[np.uint8]:
    height, width = rgba.shape[:2]
    sine, cosine = np.sin(np.radians(degrees)), np.cos(np.radians(degrees))
    across = round(width * cosine + height * sine)
    down = round(width * sine + height * cosine)
    # OpenCV turns the other way round for positive angles.
    way = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0)
    way[:, 2] += (across - width) / 2, (down - height) / 2
    around = cv2.warpAffine(rgba, way, (across, down), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(around, np.uint8)
