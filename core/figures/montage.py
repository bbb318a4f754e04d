"""Digits and first-layer weights as pictures to look at: many as one, enlarged, as page data."""

import base64
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data import IMAGE_SIZE

_COLUMNS = 8  # of weights
_GAP = 1
_NEGATIVE, _ZERO, _POSITIVE = np.array([[47, 111, 208], [244, 246, 249], [200, 80, 10]], float)


def montage(images: NDArray[np.uint8], columns: int) -> NDArray[np.uint8]:
    """Return `images` (n, 28, 28), n >= 1, row by row in a grid: (rows * 28, columns * 28)."""
    rows = ceil(len(images) / columns)
    cells = np.zeros((rows * columns, IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    cells[: len(images)] = images
    grid = cells.reshape(rows, columns, IMAGE_SIZE, IMAGE_SIZE).swapaxes(1, 2)
    return grid.reshape(rows * IMAGE_SIZE, columns * IMAGE_SIZE)


def enlarged(image: NDArray[np.uint8], factor: int) -> NDArray[np.uint8]:
    """Return `image` with each pixel as a square of `factor` x `factor`, edges hard."""
    return image.repeat(factor, axis=0).repeat(factor, axis=1)


def png_data_uri(image: NDArray[np.uint8]) -> str:
    """Return a grey or BGR image as a PNG in a data URI."""
    _, encoded = cv2.imencode(".png", image)
    return "data:image/png;base64," + base64.b64encode(encoded.tobytes()).decode("ascii")


def weights_picture(weights: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return `weights` (k, h, w), k >= 1, in a grid of eight columns, as RGB (rows, columns, 3).

    Each is scaled by its own largest absolute value: blue is against ink there, orange for it,
    nearly white indifferent, like the gap of one pixel between two.
    """
    count, height, width = weights.shape
    columns = min(_COLUMNS, count)
    rows = ceil(count / columns)
    grid = np.zeros((rows * (height + _GAP) - _GAP, columns * (width + _GAP) - _GAP))
    for number, picture in enumerate(np.nan_to_num(weights.astype(float))):
        top, left = (
            place * (side + _GAP)
            for place, side in zip(divmod(number, columns), (height, width), strict=True)
        )
        largest = np.abs(picture).max()
        grid[top : top + height, left : left + width] = picture / largest if largest else 0.0
    return _coloured(grid)


def _coloured(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    # Straight lines between the three colours, from -1 over 0 to 1.
    strength = np.abs(values)[..., np.newaxis]
    end = np.where(values[..., np.newaxis] < 0, _NEGATIVE, _POSITIVE)
    return np.asarray(np.rint(_ZERO + strength * (end - _ZERO)), np.uint8)
