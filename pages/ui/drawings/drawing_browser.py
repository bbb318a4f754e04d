"""The drawings page by page, the newest first; a click opens one, and its box selects it."""

from collections.abc import Iterable, Sequence

import numpy as np
import streamlit as st

from core.data.drawing_file import Drawing
from core.data.drawing_filter import Outcome, outcome_of
from core.data.drawings import Drawings
from core.formats import counted, with_article
from core.inference.text import NO_DIGIT
from pages.ui import address
from pages.ui.address.digit import open_digit
from pages.ui.drawings.selection import ticks
from pages.ui.gallery import Tile, gallery
from pages.ui.pagination import page_in_address

_COLUMNS, _ROWS = 12, 6
_PAGE_SIZE = _COLUMNS * _ROWS
_NUMBERS = 10**6


def opened_drawing(kept: Iterable[Drawing]) -> Drawing | None:
    """Return the one of all that are `kept` that the address opens, whatever the filters show."""
    number = address.index("digit", _NUMBERS)
    if number is None:
        return None
    for drawing in kept:
        if drawing.number == number:
            return drawing
    address.reject("digit", "There is no such drawing; it may have been removed.")
    return None


def drawing_browser(drawings: Drawings, shown: Sequence[Drawing], opened: Drawing | None) -> None:
    """Show a page of `shown`, that with `opened` if it is one of them."""
    row = next((row for row, drawing in enumerate(shown) if drawing == opened), None)
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.caption(f"{counted(len(shown), 'drawing')}. 7 → 1: meant as a 7, read as a 1.")
        page = page_in_address(np.arange(len(shown)), _PAGE_SIZE, key="page", opened=row)
    of_page = drawings.read([shown[row] for row in page.tolist()])
    if of_page:
        gallery(
            of_page.digits.images,
            [_tile(drawing, drawings) for drawing in of_page.kept],
            label="Drawings",
            key="drawings_gallery",
            on_click=open_digit,
            selected=opened.number if opened else None,
            size=64,
            most=_COLUMNS,
            ticks=ticks(),
        )


def _tile(drawing: Drawing, drawings: Drawings) -> Tile:
    said = drawings.said(drawing)
    words = f"number {drawing.number}, {with_article(drawing.label)}"
    if said is None or outcome_of(drawing, said) is Outcome.RIGHT:
        return Tile(drawing.number, str(drawing.label), words)
    answer = str(said.digit) if said.is_digit else NO_DIGIT
    read = with_article(said.digit) if said.is_digit else "no digit"
    return Tile(drawing.number, f"{drawing.label} → {answer}", f"{words}, read as {read}")
