"""Ink of one digit -> the 28x28 picture that MNIST's makers would have made of it.

The steps are those of NIST's digits on their way to MNIST, as reconstructed for QMNIST
(Yadav and Bottou 2019, "Cold Case: The Lost MNIST Digits", arXiv 1905.10498).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError

IMAGE_SIDE = 28
BOX_SIDE = 20
SMALLEST_SQUARE = 10
"""Side in pixels below which a digit is padded rather than enlarged."""
CENTRE = 14.5


def normalize(ink: NDArray[np.floating] | NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return ink of shape (h, w), 0 where there is none, as an MNIST image: (28, 28) uint8.

    The result's largest value is 255 and its centre of mass lies in (13.5, 14.5] on both axes,
    except where moving it there would push ink over the edge: the ink stays whole.
    Raises DigitLabError when there is no ink.
    """
    return centre(fit_box(ink))


def fit_box(ink: NDArray[np.floating] | NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return ink (h, w), cropped and resampled with its aspect kept, as (20, 20) uint8 up to 255.

    Raises DigitLabError when there is no ink.
    """
    return stretch(resample_area(crop_to_ink(ink), BOX_SIDE, SMALLEST_SQUARE))


def crop_to_ink(ink: NDArray[np.floating] | NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return the smallest rectangle that holds every non-zero value."""
    rows, columns = ink_extent(ink)
    return ink[rows, columns].astype(np.float64)


def ink_extent(ink: NDArray[np.generic]) -> tuple[slice, slice]:
    """Return the rows and columns from the first to the last non-zero value."""
    rows = np.flatnonzero(ink.any(axis=1))
    columns = np.flatnonzero(ink.any(axis=0))
    if not rows.size:
        raise DigitLabError("The picture holds no ink to make a digit of; draw something first.")
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def pad_to_square(ink: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ink in the middle of a square of at least 10 pixels."""
    height, width = ink.shape
    side = max(height, width, SMALLEST_SQUARE)
    top, left = (side - height) // 2, (side - width) // 2
    return np.pad(ink, ((top, side - height - top), (left, side - width - left)))


def resample_area(
    ink: NDArray[np.float64], side: int, smallest_square: int = 1
) -> NDArray[np.float64]:
    """Return ink in the middle of a square, resampled to (side, side).

    Each new pixel is the mean of the area it covers. The square is as large as the ink's longer
    side, or `smallest_square`.
    """
    height, width = ink.shape
    square = max(height, width, smallest_square)
    weights = _overlaps(square, side)
    # What would be padded weighs nothing, and a long stroke's square has a thousand times its size.
    top, left = (square - height) // 2, (square - width) // 2
    down, across = weights[:, top : top + height], weights[:, left : left + width]
    resampled: NDArray[np.float64] = down @ ink @ across.T
    return resampled


def resample_stretched(ink: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """Return ink resampled to fill (side, side), its aspect lost.

    Each new pixel is the mean of the area it covers.
    """
    height, width = ink.shape
    resampled: NDArray[np.float64] = _overlaps(height, side) @ ink @ _overlaps(width, side).T
    return resampled


def stretch(ink: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return ink scaled so that its largest value is 255; no threshold, greys stay."""
    return np.asarray(np.rint(ink * (255 / ink.max())), np.uint8)


def centre(box: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a (20, 20) box inside (28, 28), moved by whole pixels to its centre of mass."""
    image = np.zeros((IMAGE_SIDE, IMAGE_SIDE), np.uint8)
    rows, columns = ink_extent(box)
    ink = box[rows, columns]
    top = _first_pixel(ink.sum(axis=1, dtype=np.float64))
    left = _first_pixel(ink.sum(axis=0, dtype=np.float64))
    image[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return image


def _first_pixel(profile: NDArray[np.float64]) -> int:
    """Return where a profile of ink has to start for its centre of mass to be in the middle."""
    centre_of_mass = float(profile @ np.arange(profile.size) / profile.sum())
    start = int(np.floor(CENTRE - centre_of_mass))
    return min(max(start, 0), IMAGE_SIDE - profile.size)


@lru_cache(maxsize=256)
def _overlaps(old: int, new: int) -> NDArray[np.float64]:
    """Return (new, old): the share of each new interval that each old pixel covers."""
    edges = np.arange(new + 1)[:, None] * (old / new)
    covered = np.clip(edges - np.arange(old), 0, 1)
    shares: NDArray[np.float64] = np.diff(covered, axis=0) * (new / old)
    return shares
