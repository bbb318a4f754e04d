"""The digits of a split, page by page; a click chooses one."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data import Split
from core.formats import counted, with_article
from pages.ui import address
from pages.ui.address.digit import open_digit
from pages.ui.gallery import Tile, gallery
from pages.ui.pagination import page_in_address

_COLUMNS, _ROWS = 14, 7
_PAGE_SIZE = _COLUMNS * _ROWS


def digit_browser(split: Split, indices: NDArray[np.int64]) -> int | None:
    """Show a page of digits and return the index of the one that was chosen."""
    opened = address.index("digit", len(split))
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.caption(f"{counted(len(indices), 'digit')}. Click one to look at it closely.")
        shown = page_in_address(indices, _PAGE_SIZE, key="page", opened=opened)
    if len(shown):
        gallery(
            split.images[shown],
            [_tile(index, split.labels[index]) for index in shown.tolist()],
            label="Digits of the data set",
            key="digits",
            on_click=open_digit,
            selected=opened,
            size=44,
            most=_COLUMNS,
        )
    return opened


def _tile(index: int, label: int) -> Tile:
    return Tile(index, str(label), f"{with_article(label)}, number {index}")
