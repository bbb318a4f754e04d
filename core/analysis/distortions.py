"""Ways to spoil digits, each by an amount: turned, moved, thickened, blurred and so on."""

from collections.abc import Callable
from math import floor

import cv2
import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Distort = Callable[[Images, float], Images]
"""From digits (n, 28, 28) and an amount to digits (n, 28, 28), always the same ones."""

_CENTRE = (13.5, 13.5)
_SEED = 0


def rotate(images: Images, degrees: float) -> Images:
    """Turn digits anticlockwise around the middle."""
    return _warp(images, cv2.getRotationMatrix2D(_CENTRE, degrees, 1.0))


def scale(images: Images, percent: float) -> Images:
    """Make digits larger or smaller, the middle staying where it is; 100 leaves them."""
    return _warp(images, cv2.getRotationMatrix2D(_CENTRE, 0.0, percent / 100))


def shift(images: Images, pixels: float) -> Images:
    """Move digits to the right, out of the image if need be."""
    return _warp(images, np.array([[1, 0, pixels], [0, 1, 0]], np.float64))


def shift_down(images: Images, pixels: float) -> Images:
    """Move digits down, out of the image if need be."""
    return _warp(images, np.array([[1, 0, 0], [0, 1, pixels]], np.float64))


def thicken(images: Images, pixels: float) -> Images:
    """Widen strokes by so many pixels at each side, or thin them by a negative number.

    Parts of a pixel are a mixture of the whole ones before and after.
    """
    whole = floor(abs(pixels))
    part, sign = abs(pixels) - whole, 1 if pixels > 0 else -1
    before = _thicken(images, sign * whole)
    if not part:
        return before
    after = _thicken(images, sign * (whole + 1))
    return np.asarray(np.rint((1 - part) * before + part * after), np.uint8)


def blur(images: Images, sigma: float) -> Images:
    """Blur digits by a Gaussian of so many pixels."""
    if not sigma:
        return images
    return _each(images, lambda image: cv2.GaussianBlur(image, (0, 0), sigma))


def add_noise(images: Images, deviation: float) -> Images:
    """Add normal noise of so many grey levels; the noise is the same each time."""
    noise = np.random.default_rng(_SEED).normal(0, deviation, images.shape)
    return np.clip(images + noise, 0, 255).astype(np.uint8)


def lower_contrast(images: Images, percent: float) -> Images:
    """Make ink fainter; 100 leaves it."""
    return np.asarray(np.rint(images * (percent / 100)), np.uint8)


def invert(images: Images, percent: float) -> Images:
    """Go from light ink on black, over grey, to black ink on white, at 100."""
    mixed = images + (255.0 - 2.0 * images) * (percent / 100)
    return np.rint(mixed).astype(np.uint8)


def _thicken(images: Images, pixels: int) -> Images:
    size = 2 * abs(pixels) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_CROSS, (size, size))
    change = cv2.dilate if pixels > 0 else cv2.erode
    return _each(images, lambda image: change(image, kernel)) if pixels else images


def _warp(images: Images, matrix: NDArray[np.float64]) -> Images:
    return _each(images, lambda image: cv2.warpAffine(image, matrix, image.shape[::-1]))


def _each(images: Images, change: Callable[[Images], Images]) -> Images:
    return np.stack([change(image) for image in images])
