"""A digit of the data set, or a drawing, for those who come to Predict by a link from Evaluate."""

import base64
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset, Split
from core.data.drawings import Drawings
from core.figures.montage import png_data_uri
from pages.ui import address

_DIGIT, _OF = "digit", "of"
_NUMBERS = 10**6


@dataclass(frozen=True, eq=False)
class LinkedDigit:
    """A digit (28, 28) uint8, its name for people, and whether it is one of the drawings."""

    image: NDArray[np.uint8]
    name: str
    is_drawing: bool

    @property
    def picture(self) -> bytes:
        """The digit as a PNG file."""
        return base64.b64decode(png_data_uri(self.image).partition(",")[2])


def linked_digit(dataset: Dataset) -> LinkedDigit | None:
    """Return the digit of the address, if there is one."""
    if address.value(_OF) == "drawings":
        return _drawing()
    split = _split(dataset)
    number = address.index(_DIGIT, len(split)) if split is not None else None
    if split is None or number is None:
        return None
    name = f"{address.value(_OF)} digit {number}, a {split.labels[number]}"
    return LinkedDigit(split.images[number], name, is_drawing=False)


def forget_linked_digit() -> None:
    """Take the digit out of the address."""
    address.choose(**{_DIGIT: None, _OF: None})


def _split(dataset: Dataset) -> Split | None:
    splits = {"test": dataset.test, "training": dataset.train}
    return splits.get(address.value(_OF) or "")


def _drawing() -> LinkedDigit | None:
    number, drawings = address.index(_DIGIT, _NUMBERS), Drawings()
    for kept in drawings.kept():
        if kept.number == number and (image := drawings.image(kept)) is not None:
            name = f"drawing {number}, a {kept.label}, kept {kept.time:%Y-%m-%d}"
            return LinkedDigit(image, name, is_drawing=True)
    if number is not None:
        address.reject(_DIGIT, "There is no such drawing; it may have been removed.")
    return None
