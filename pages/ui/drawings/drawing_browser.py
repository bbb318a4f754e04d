"""The drawings page by page, the newest first; a click opens one, and its box selects it."""

from collections.abc import Sequence

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


def drawing_browser(drawings: Drawings, shown: Sequence[Drawing]) -> Drawing | None:
    """Show a page of `shown` and return the one that is opened, if it is one of them."""
    number = address.index("digit", _NUMBERS)
    rows = {drawing.number: row for row, drawing in enumerate(shown)}
    opened = None if number is None else rows.get(number)
    if number is not None and opened is None:
        address.reject("digit", "It is not among the drawings that are shown; it may be removed.")
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.caption(f"{counted(len(shown), 'drawing')}. 7 → 1: meant as a 7, read as a 1.")
        page = page_in_address(np.arange(len(shown)), _PAGE_SIZE, key="page", opened=opened)
    of_page = drawings.read([shown[row] for row in page.tolist()])
    if of_page:
        gallery(
            of_page.digits.images,
            [_tile(drawing, drawings) for drawing in of_page.kept],
            label="Drawings",
            key="drawings_gallery",
            on_click=open_digit,
            selected=number,
            size=64,
            most=_COLUMNS,
            ticks=ticks(),
        )
    return None if opened is None else shown[opened]


def _tile(drawing: Drawing, drawings: Drawings) -> Tile:
    said = drawings.said(drawing)
    words = f"number {drawing.number}, {with_article(drawing.label)}"
    if said is None or outcome_of(drawing, said) is Outcome.RIGHT:
        return Tile(drawing.number, str(drawing.label), words)
    answer = str(said.digit) if said.is_digit else NO_DIGIT
    read = with_article(said.digit) if said.is_digit else "no digit"
    return Tile(drawing.number, f"{drawing.label} → {answer}", f"{words}, read as {read}")
