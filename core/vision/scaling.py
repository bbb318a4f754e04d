"""Pictures made smaller and larger."""

from __future__ import annotations

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

_Pixel = TypeVar("_Pixel", np.uint8, np.float32)


def scaled(pixels: NDArray[_Pixel], side: float) -> NDArray[_Pixel]:
    """Return (h, w) or (h, w, c) with its long side of about `side` pixels: by area, or cubic."""
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale == 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, size, interpolation=way), pixels.dtype)


def shrink(pixels: NDArray[_Pixel], side: float) -> NDArray[_Pixel]:
    """Return (h, w) or (h, w, c) with its long side at most `side` pixels, by area."""
    return scaled(pixels, min(side, max(pixels.shape[:2])))
