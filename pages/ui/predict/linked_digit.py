"""What a link to Predict brings: a digit of the data set, a drawing, or a sample picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset, Split
from core.data.drawing_file import Drawing
from core.data.drawings import Drawings
from core.figures.sample_pictures import SamplePicture, sample_pictures
from core.formats import with_article
from pages.ui import address

_DIGIT, _OF, _SAMPLES = "digit", "of", "samples"
_NUMBERS = 10**6


@dataclass(frozen=True, eq=False)
class LinkedDigit:
    """A digit (28, 28) uint8, its name for people, and the drawing that it is, if it is one."""

    image: NDArray[np.uint8]
    name: str
    drawing: Drawing | None = None


def linked_digit(dataset: Dataset) -> LinkedDigit | None:
    """Return the digit of the address, if there is one."""
    if address.value(_OF) == "drawings":
        return _drawing()
    split = _split(dataset)
    number = address.index(_DIGIT, len(split)) if split is not None else None
    if split is None or number is None:
        return None
    name = f"{address.value(_OF)} digit {number}, {with_article(split.labels[number])}"
    return LinkedDigit(split.images[number], name)


def linked_sample(dataset: Dataset) -> SamplePicture | None:
    """Return the sample picture of the address, if there is one."""
    if address.value(_OF) != _SAMPLES:
        return None
    samples = sample_pictures(dataset.test)
    number = address.index(_DIGIT, len(samples))
    return None if number is None else samples[number]


def link_to_sample(number: int) -> str:
    """Return the address of a sample picture within the app."""
    return f"predict?{_OF}={_SAMPLES}&{_DIGIT}={number}"


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
            name = f"drawing {number}, {with_article(kept.label)}, saved {kept.time:%Y-%m-%d}"
            return LinkedDigit(image, name, kept)
    if number is not None:
        address.reject(_DIGIT, "There is no such drawing; it may have been removed.")
    return None
