"""Which digits are shown: of one split, all of them or those with some labels."""

from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import data, glossary
from core.data import CLASS_COUNT, Dataset
from pages.ui import address
from pages.ui.address.widgets import choice, choices

SplitName = Literal["train", "test"]

SPLIT_TITLES: dict[SplitName, str] = {"train": "Training digits", "test": "Test digits"}
_SPLITS: dict[str, SplitName] = {title: name for name, title in SPLIT_TITLES.items()}
_LABELS = {str(label): label for label in range(CLASS_COUNT)}
_OF_OTHERS = ("page", "digit")  # they are of the digits that were shown before


def digit_filter(dataset: Dataset) -> tuple[SplitName, NDArray[np.int64]]:
    """Show the filters and return the chosen split and the indices of its digits that pass."""
    split_name = st.segmented_control(
        "Dataset",
        list(SPLIT_TITLES),
        format_func=lambda name: SPLIT_TITLES[name],
        required=True,
        **choice("split", _SPLITS, "train", without=_OF_OTHERS),
        help=glossary.help_text("Dataset"),
    )
    labels = st.pills(
        "Labels",
        range(CLASS_COUNT),
        selection_mode="multi",
        **choices("labels", _LABELS, without=_OF_OTHERS),
        help=glossary.help_text("Label", "None chosen: all of them."),
    )
    return split_name, data.select(dataset.split(split_name), labels)


def show_only(label: int) -> None:
    """Let only digits with this label pass from now on."""
    address.choose(labels=label, page=None, digit=None)
