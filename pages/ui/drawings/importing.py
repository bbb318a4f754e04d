"""A ZIP file of drawings taken in: all of it, or none."""

from functools import partial

import streamlit as st

from core.data.drawing_archive import MAX_BYTES, TABLE, read_archive
from core.data.drawings import Drawings
from core.formats import counted
from pages.ui.drawings.selection import tick
from pages.ui.errors import explained
from pages.ui.people.person import person

_TURN = "drawings_import"
_TITLE = "Import"


def import_drawings(drawings: Drawings) -> None:
    """Offer to choose a ZIP file, and keep the drawings in it as this person's."""
    turn = st.session_state.setdefault(_TURN, 0)
    with st.popover(_TITLE, icon=":material/upload:", key="import_popover"):
        file = st.file_uploader(
            "A ZIP file of drawings",
            type="zip",
            max_upload_size=MAX_BYTES // 2**20,
            key=f"drawings_zip_{turn}",
            help=f"As Export writes it, or made by hand: a table {TABLE} with the columns file and "
            "label, and each file as a PNG of 28 x 28 pixels, light on dark. No folders.",
        )
        if file is not None and st.button("Import", key="import_zip", type="primary"):
            with explained():
                _take_in(drawings, file.getvalue(), file.name)
                st.session_state[_TURN] = turn + 1
                st.rerun()


def _take_in(drawings: Drawings, data: bytes, name: str) -> None:
    """Read, then keep; whoever leaves the page meanwhile has imported nothing."""
    place = st.empty()
    bar = place.progress(0.0)

    def show(words: str, share: float) -> None:
        bar.progress(share, words)

    try:
        new = read_archive(data, name, partial(show, "Looking at each drawing ..."))
        kept = drawings.keep_all(new, person(), partial(show, "Keeping them ..."))
    finally:
        place.empty()
    tick(kept)
    st.toast(f"{counted(len(set(kept)), 'drawing')} imported.", icon=":material/check:")
