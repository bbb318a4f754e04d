"""My drawings: what was saved on the Predict page, looked at, corrected, taken along."""

import streamlit as st

from core.data.drawing_filter import DrawingFilter
from core.data.drawings import Drawings
from core.runs.run import Run
from pages.ui import cache, navigation
from pages.ui.drawings.drawing_browser import drawing_browser, opened_drawing
from pages.ui.drawings.drawing_detail import drawing_detail
from pages.ui.drawings.filters import filters
from pages.ui.drawings.importing import import_drawings
from pages.ui.drawings.selection import ticked
from pages.ui.drawings.stored import what_is_stored
from pages.ui.drawings.teach import teach
from pages.ui.drawings.toolbar import DELETED, toolbar
from pages.ui.errors import explained
from pages.ui.people.person import person_control
from pages.ui.run_picker import pick_usable_run
from pages.ui.scroll_to import scroll_to
from pages.ui.sticky import sticky
from pages.ui.undo_bar import undo_bar


def render() -> None:
    """Lay out the page."""
    st.title("My drawings")
    drawings = Drawings()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        run = pick_usable_run()
        import_drawings(drawings)
        person_control()
    undo_bar(DELETED)
    with explained():
        kept = drawings.kept()
        if run is not None and kept:
            passing = filters(kept)
            _gallery(run, drawings, passing)
            teach(run, cache.drawn(passing.artists))
        elif not kept:
            _empty()
    what_is_stored(drawings)


@st.fragment
def _gallery(run: Run, drawings: Drawings, passing: DrawingFilter) -> None:
    kept = drawings.kept()
    shown, opened = passing.of(reversed(kept), drawings.said), opened_drawing(kept)
    bar = st.container()
    browser, detail = st.columns([2, 1], gap="large")
    with browser:
        if shown:
            drawing_browser(drawings, shown, opened)
        else:
            st.info("No drawing is among them. Widen the filters, or look at everybody's.")
    chosen = ticked(shown)
    with bar:
        toolbar(drawings, shown, chosen, opened)
    with detail, sticky("drawing_detail"):
        scroll_to("" if opened is None else str(opened.number), key="scroll_to_detail")
        if opened is not None:
            drawing_detail(run, drawings, opened)
        elif shown:
            st.caption("Click a drawing to see its picture and what the model says of it.")


def _empty() -> None:
    st.info("Nothing is saved yet. Draw a digit, then click the digit that you meant.")
    navigation.link("predict", "Draw on the Predict page", ":material/draw:")


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
