"""One drawing closely: its picture, the model's input, what was said then and is said now."""

import streamlit as st

from core.data.drawing_details import Said
from core.data.drawing_file import Drawing
from core.data.drawings import Drawings
from core.figures.montage import enlarged
from core.formats import percent, with_article
from core.inference.read_prepared import read_prepared
from core.runs.run import Run
from pages.ui import cache, navigation
from pages.ui.address.digit import close_button
from pages.ui.markdown import plain
from pages.ui.people.drawing_rights import is_own

_ENLARGED = 12
_WIDTH = 168


def drawing_detail(run: Run, drawings: Drawings, drawing: Drawing) -> None:
    """Show a drawing with the answer of `run`."""
    image, said = drawings.image(drawing), drawings.said(drawing)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(f"Number {drawing.number}: {with_article(drawing.label)}", width="content")
        close_button()
    whose = "" if is_own(drawing) else (" by someone else" if drawing.artist else " without a name")
    st.caption(f"Saved {drawing.time.astimezone():%Y-%m-%d %H:%M}{whose}.")
    if image is None:
        st.warning("Its file is damaged: delete it.", icon=":material/broken_image:")
        return
    with st.container(horizontal=True):
        original = drawings.original(drawing)
        if original is not None:
            with st.container(width=_WIDTH):
                st.image(original, "Original", width="stretch", alt="The picture that it was in")
        with st.container(width=_WIDTH):
            st.image(
                enlarged(image, _ENLARGED),
                "Model input (28 x 28)",
                width="stretch",
                alt="The digit as 28 x 28 pixels",
            )
    digits = read_prepared(image, cache.classifier(run)).digits
    now = [Said(run.id, run.title, d.digit, d.probability, d.is_digit) for d in digits]
    _answers(drawing, said, now[0] if now else None)
    with st.container(horizontal=True):
        navigation.link(
            "predict",
            "Open on the Predict page",
            ":material/draw:",
            run=run.id,
            of="drawings",
            digit=drawing.number,
        )


def _answers(drawing: Drawing, then: Said | None, now: Said | None) -> None:
    rows = [("Then", then), ("Now", now)]
    lines = [
        f"| {when} | {plain(said.model)} | {_answer(said)} | {_outcome(drawing, said)} |"
        for when, said in rows
        if said is not None
    ]
    st.markdown("\n".join(("| | Model | Answer | |", "|---|---|---|---|", *lines)))
    if then is None:
        st.caption("What was said when it was saved is not known.")


def _answer(said: Said) -> str:
    if not said.is_digit:
        return "Not a digit"
    return f"{with_article(said.digit).capitalize()}, {percent(said.probability, 1)}"


def _outcome(drawing: Drawing, said: Said) -> str:
    return ":green[right]" if said.is_right(drawing.label) else ":red[wrong]"
