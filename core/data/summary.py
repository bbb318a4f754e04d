"""Numbers that describe digits: of a split, and of a single one."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASS_COUNT, Split, UInt8Array


@dataclass(frozen=True)
class BoundingBox:
    """The smallest rectangle of whole pixels around all ink; `bottom` and `right` lie outside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(frozen=True)
class DigitStatistics:
    """What can be measured on one digit.

    ink_share: share of the pixels that are not background, 0..1.
    bounding_box, centre_of_mass: None for an image without ink. The centre is (row, column) in
        pixel indices, weighted by intensity; MNIST's digits have theirs in (13.5, 14.5].
    """

    ink_share: float
    bounding_box: BoundingBox | None
    centre_of_mass: tuple[float, float] | None


def class_counts(labels: UInt8Array) -> NDArray[np.int64]:
    """How often each digit occurs among the labels (n,): (10,) int64."""
    return np.bincount(labels, minlength=CLASS_COUNT).astype(np.int64)


def mean_images(split: Split) -> NDArray[np.float32]:
    """The mean image of each digit: (10, 28, 28) float32, 0..255; zeros for an absent digit."""
    means = np.zeros((CLASS_COUNT, *split.images.shape[1:]), np.float32)
    for digit in np.flatnonzero(class_counts(split.labels)):
        means[digit] = split.images[split.labels == digit].mean(axis=0)
    return means


def select(split: Split, labels: Collection[int] | None = None) -> NDArray[np.int64]:
    """Indices of the digits with one of these labels, ascending; of all for None or no labels."""
    if not labels:
        return np.arange(len(split), dtype=np.int64)
    wanted = np.isin(split.labels, list(labels))
    return np.flatnonzero(wanted).astype(np.int64)


def digit_statistics(image: UInt8Array) -> DigitStatistics:
    """The measures of one image (height, width) uint8, 0 = background."""
    return DigitStatistics(
        ink_share=float(np.mean(image > 0)),
        bounding_box=_bounding_box(image),
        centre_of_mass=_centre_of_mass(image),
    )


def _bounding_box(image: UInt8Array) -> BoundingBox | None:
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    if not len(rows):
        return None
    return BoundingBox(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


def _centre_of_mass(image: UInt8Array) -> tuple[float, float] | None:
    rows, columns = image.sum(axis=1, dtype=float), image.sum(axis=0, dtype=float)
    mass = rows.sum()
    if not mass:
        return None
    return (
        float(rows @ np.arange(len(rows)) / mass),
        float(columns @ np.arange(len(columns)) / mass),
    )
