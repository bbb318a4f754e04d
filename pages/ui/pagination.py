"""The pages of a long gallery: a choice of the page, to be shown above it."""

from collections.abc import Callable
from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages.ui import address
from pages.ui.address.widgets import show


def page_of(items: NDArray[np.int64], size: int, *, key: str) -> NDArray[np.int64]:
    """Show a choice of the page, if `items` (n,) fill several of `size`, and return those on it.

    Other items start on their own first page.
    """
    return _page_of(items, size, key=f"{key}_{hash(items.tobytes())}")


def page_in_address(
    items: NDArray[np.int64], size: int, *, key: str, opened: int | None
) -> NDArray[np.int64]:
    """Return a page as `page_of` does; the address has its number as `key`.

    An address without it opens the page that `opened`, if it is one of the items, is on. Items
    ascend.
    """
    first = 1 if opened is None else _row(items, opened) // size + 1
    pages, asked = ceil(len(items) / size), address.value(key)
    if asked is not None and int(asked) > pages:
        address.reject(key, f"There are only {pages:,} pages of these digits.")
        asked = None
    show(key, first if asked is None else int(asked))
    return _page_of(items, size, key=key, on_change=lambda: _choose(key))


def _page_of(
    items: NDArray[np.int64],
    size: int,
    *,
    key: str,
    on_change: Callable[[], None] | None = None,
) -> NDArray[np.int64]:
    pages = ceil(len(items) / size)
    page = st.pagination(pages, key=key, on_change=on_change) if pages > 1 else 1
    return items[(page - 1) * size : page * size]


def _choose(key: str) -> None:
    address.choose(**{key: st.session_state[key]})


def _row(items: NDArray[np.int64], item: int) -> int:
    row = int(np.searchsorted(items, item))
    return row if row < len(items) and items[row] == item else 0
