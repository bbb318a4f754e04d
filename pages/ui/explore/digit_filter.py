"""Which digits are shown: of one split, all of them or those with some labels."""

from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import data, glossary
from core.data import Dataset
from pages.ui import address

SplitName = Literal["train", "test"]

SPLIT_TITLES: dict[SplitName, str] = {"train": "Training digits", "test": "Test digits"}


def digit_filter(dataset: Dataset) -> tuple[SplitName, NDArray[np.int64]]:
    """Show the filters and return the chosen split and the indices of its digits that pass."""
    split_name = st.segmented_control(
        "Dataset",
        list(SPLIT_TITLES),
        format_func=lambda name: SPLIT_TITLES[name],
        default="train",
        required=True,
        key="split",
        bind="query-params",
        on_change=_start_anew,
        help=glossary.help_text("Dataset"),
    )
    labels = st.pills(
        "Labels",
        range(10),
        selection_mode="multi",
        key="labels",
        bind="query-params",
        help=glossary.help_text("Label", "None chosen: all of them."),
    )
    return split_name, data.select(dataset.split(split_name), labels)


def _start_anew() -> None:
    address.forget("digit")  # it was chosen in the other split, where its number is another digit


def show_only(label: int) -> None:
    """Let only digits with this label pass when the filters are next shown."""
    st.session_state["labels"] = [label]
