"""The digits of a split, page by page; a click chooses one."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data import Split
from core.formats import count
from pages.ui import address
from pages.ui.gallery import Tile, gallery
from pages.ui.pagination import page_in_address

_PAGE_SIZE = 96


def digit_browser(split: Split, indices: NDArray[np.int64]) -> int:
    """Show a page of digits and return the index of the one to look at closely."""
    opened = address.index("digit", len(split))
    st.caption(f"{count(len(indices))} digits. Click one to look at it closely.")
    shown = page_in_address(indices, _PAGE_SIZE, key="page", opened=opened)
    selected = int(shown[0]) if opened is None else opened
    gallery(
        split.images[shown],
        [_tile(index, split.labels[index]) for index in shown.tolist()],
        label="Digits of the data set",
        key="digits",
        on_click=_open,
        selected=selected,
    )
    return selected


def _tile(index: int, label: int) -> Tile:
    return Tile(index, str(label), f"a {label}, number {index}")


def _open(index: int) -> None:
    address.choose(digit=index)
