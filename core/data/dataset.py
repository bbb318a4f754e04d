"""What every data source gives: two splits of 28x28 grey digits with their labels."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError

IMAGE_SIZE = 28
CLASS_COUNT = 10

UInt8Array = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Split:
    """Digits and their labels, in a fixed order. Both arrays are read-only.

    images: (n, 28, 28) uint8, 0 = background, 255 = ink.
    labels: (n,) uint8, 0..9.
    """

    images: UInt8Array
    labels: UInt8Array

    def __post_init__(self) -> None:
        expected = (len(self.labels), IMAGE_SIZE, IMAGE_SIZE)
        if self.labels.ndim != 1 or self.images.shape != expected:
            raise ValueError(f"images {self.images.shape} do not match labels {self.labels.shape}")
        if self.images.dtype != np.uint8 or self.labels.dtype != np.uint8:
            raise ValueError(f"{self.images.dtype} images, {self.labels.dtype} labels, not uint8")
        object.__setattr__(self, "images", _read_only(self.images))
        object.__setattr__(self, "labels", _read_only(self.labels))

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, eq=False)
class Dataset:
    """A named pair of splits, and where they came from.

    name: the word that `load_named` understands, "mnist" or "offline".
    title: the name for a person.
    origin: one or more sentences on where these very bytes came from, and why from there.
    description: one or two sentences on what the digits are.
    fingerprint: hex digest of the content of both splits; equal exactly where the content is.
    """

    name: str
    title: str
    origin: str
    description: str
    train: Split
    test: Split
    fingerprint: str

    def split(self, name: Literal["train", "test"]) -> Split:
        """The split of that name. Raises DigitLabError for any other name."""
        splits = {"train": self.train, "test": self.test}
        if name not in splits:
            raise DigitLabError(f'There is no split "{name}"; choose "train" or "test".')
        return splits[name]


def fingerprint(content_digests: Iterable[str]) -> str:
    """SHA-256 over the hex digests of train images, train labels, test images and test labels."""
    return hashlib.sha256(" ".join(content_digests).encode("ascii")).hexdigest()


def _read_only(array: UInt8Array) -> UInt8Array:
    view = array.view()  # the caller's own array stays as it was
    view.setflags(write=False)
    return view
