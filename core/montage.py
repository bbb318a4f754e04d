"""Many digits as one picture."""

import base64
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data import IMAGE_SIZE


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
