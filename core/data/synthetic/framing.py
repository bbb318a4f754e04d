"""Ink in an image of MNIST's form: cut out of it, and placed in it."""

import cv2
import numpy as np

from core.data.dataset import IMAGE_SIZE, UInt8Array

SIDE = 20
"""Pixels of a digit's longer side."""


def cropped(image: UInt8Array) -> UInt8Array:
    """Return the smallest rectangle with all ink; a blank image (h, w) as it is."""
    x, y, width, height = cv2.boundingRect(image)
    return image[y : y + height, x : x + width] if width else image


def placed(ink: UInt8Array) -> UInt8Array:
    """Return ink (h, w), its longer side brought to a digit's, in the middle of a (28, 28)."""
    scale = SIDE / max(ink.shape)
    width, height = (max(1, round(side * scale)) for side in ink.shape[::-1])
    small = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA)
    image = np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    y, x = (IMAGE_SIZE - height) // 2, (IMAGE_SIZE - width) // 2
    image[y : y + height, x : x + width] = small
    return image
