"""A digit of the data set, or a drawing, for those who come to Predict by a link from Evaluate."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data import Dataset, Split
from core.data.drawings import Drawings
from core.formats import a_digit
from pages.ui import address

DIGIT, OF = "digit", "of"
"""The parameters of the address: its number, and of which digits it is one."""

_NUMBERS = 10**6


@dataclass(frozen=True, eq=False)
class LinkedDigit:
    """A digit (28, 28) uint8, its name for people, and whether it is one of the drawings."""

    image: NDArray[np.uint8]
    name: str
    is_drawing: bool


def linked_digit(dataset: Dataset) -> LinkedDigit | None:
    """Return the digit of the address, if there is one."""
    if st.query_params.get(OF) == "drawings":
        return _drawing()
    split = _split(dataset)
    number = address.index(DIGIT, len(split)) if split is not None else None
    if split is None or number is None:
        return None
    name = f"{st.query_params[OF]} digit {number}, {a_digit(split.labels[number])}"
    return LinkedDigit(split.images[number], name, is_drawing=False)


def forget_linked_digit() -> None:
    """Take the digit out of the address."""
    address.forget(DIGIT, OF)


def _split(dataset: Dataset) -> Split | None:
    splits = {"test": dataset.test, "training": dataset.train}
    return splits.get(st.query_params.get(OF, ""))


def _drawing() -> LinkedDigit | None:
    number, drawings = address.index(DIGIT, _NUMBERS), Drawings()
    for kept in drawings.kept():
        if kept.number == number and (image := drawings.image(kept)) is not None:
            name = f"drawing {number}, {a_digit(kept.label)}, saved {kept.time:%Y-%m-%d}"
            return LinkedDigit(image, name, is_drawing=True)
    if number is not None:
        address.reject(DIGIT, "There is no such drawing; it may have been removed.")
    return None
