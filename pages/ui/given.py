"""A digit of the data set on the Predict page, for those who come by a link from Evaluate."""

import base64

import streamlit as st

from core.data import Dataset, Split
from core.montage import png_data_uri
from pages.ui.navigation import query_number

_DIGIT, _OF = "digit", "of"


def given_digit(dataset: Dataset) -> tuple[bytes, str] | None:
    """Return the digit of the address as a picture file and its name, if there is one."""
    split = _split(dataset)
    number = query_number(_DIGIT, len(split)) if split is not None else None
    if split is None or number is None:
        return None
    uri = png_data_uri(split.images[number])
    name = f"{st.query_params[_OF]} digit {number}, a {split.labels[number]}"
    return base64.b64decode(uri.partition(",")[2]), name


def forget_given() -> None:
    """Take the digit out of the address."""
    for name in (_DIGIT, _OF):
        st.query_params.pop(name, None)


def _split(dataset: Dataset) -> Split | None:
    splits = {"test": dataset.test, "training": dataset.train}
    return splits.get(st.query_params.get(_OF, ""))
