"""The pages of a long gallery: a choice of the page, to be shown above it."""

from math import ceil
from typing import Literal

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from pages.ui import address


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
    pages, asked = ceil(len(items) / size), st.query_params.get(key, "")
    if asked.isdecimal() and int(asked) > pages:
        address.reject(key, f"There are only {pages:,} pages of these digits.")
    return _page_of(items, size, key=key, first=first, bind="query-params")


def _page_of(
    items: NDArray[np.int64],
    size: int,
    *,
    key: str,
    first: int = 1,
    bind: Literal["query-params"] | None = None,
) -> NDArray[np.int64]:
    pages = ceil(len(items) / size)
    page = st.pagination(pages, default=first, key=key, bind=bind) if pages > 1 else 1
    return items[(page - 1) * size : page * size]


def _row(items: NDArray[np.int64], item: int) -> int:
    row = int(np.searchsorted(items, item))
    return row if row < len(items) and items[row] == item else 0
