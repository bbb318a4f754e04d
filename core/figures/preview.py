"""A picture small enough to look at and to send with a page."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.figures.annotated_picture import jpeg_data_uri, on_paper

SIDE = 720
"""Pixels of the long side, at most."""


def preview(rgba: NDArray[np.uint8]) -> str:
    """Return a picture (h, w, 4) uint8 as a JPEG in a data URI, nothing of it transparent."""
    height, width = rgba.shape[:2]
    scale = SIDE / max(height, width)
    if scale < 1:
        size = max(1, round(scale * width)), max(1, round(scale * height))
        rgba = np.asarray(cv2.resize(rgba, size, interpolation=cv2.INTER_AREA), np.uint8)
    return jpeg_data_uri(on_paper(rgba))
