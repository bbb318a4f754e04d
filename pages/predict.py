"""Predict: draw digits or upload a picture, and see what the model reads."""

from pathlib import Path

import streamlit as st

from core.inference import read
from core.runs.run import Run
from pages.ui import cache
from pages.ui.address_widgets import FLAGS, choice
from pages.ui.cache.readings import answer_of
from pages.ui.canvas import canvas
from pages.ui.errors import explained
from pages.ui.predict.linked_digit import LinkedDigit, forget_linked_digit, linked_digit
from pages.ui.predict.reading import show_boxes, show_reading
from pages.ui.predict.save_drawing import save_drawing, save_drawings
from pages.ui.run_picker import pick_usable_run

_PICTURES = ["png", "jpg", "jpeg", "webp", "bmp", "gif", "tif", "tiff"]
_WAYS = {"draw": "Draw it", "upload": "Upload a picture"}
_COLUMNS = (4, 5)
_BESIDE_CANVAS = 204  # pixels; as much as is left there on a laptop's screen


def render() -> None:
    """Lay out the page."""
    st.title("Predict your own digits")
    st.markdown("Draw a digit or upload a picture of some, and see what a model makes of it.")
    run = pick_usable_run()
    if run is None:
        return
    if (linked := linked_digit(cache.dataset())) is not None:
        _show_linked(run, linked)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        way = _way()
        single = _single(way)
    if way == "draw":
        _draw(run, single)
    else:
        _upload(run, single)


def _show_linked(run: Run, linked: LinkedDigit) -> None:
    st.button("Draw or upload your own", icon=":material/draw:", on_click=forget_linked_digit)
    left, right = st.columns(_COLUMNS, gap="large")
    answer = cache.answer(run, linked.picture, linked.name, single=True)
    with left:
        show_boxes(answer, "linked", caption=linked.name.capitalize())
    with right:
        show_reading(answer, "linked", single=True, file_name="digit.json")
        if linked.is_drawing:
            save_drawing(run, linked.image)


def _way() -> str:
    way = st.segmented_control(
        "Where the digit comes from",
        list(_WAYS),
        format_func=_WAYS.__getitem__,
        required=True,
        **choice("way", {title: way for way, title in _WAYS.items()}, "draw"),
        label_visibility="collapsed",
        width="content",
    )
    return way or "draw"  # an address may choose nothing


def _single(way: str) -> bool:
    # Of each way its own: what one draws is mostly one digit, what one photographs mostly not.
    return st.toggle(
        "Exactly one digit",
        **choice(f"single_{way}", FLAGS, default=way == "draw"),
        help="On: all that is written is one digit, even if its strokes do not touch. "
        "Off: digits are looked for one by one, row by row.",
        width="content",
    )


@st.fragment
def _draw(run: Run, single: bool) -> None:
    left, right = st.columns(_COLUMNS, gap="large")
    with left:
        sheet = st.container(horizontal=True)
        width = st.slider("Pen width", 6, 36, 18, key="pen_width", persist_state="session")
        with sheet:
            drawing = canvas("canvas", width)
    with right, explained():
        if drawing is None:
            what = "a digit from 0 to 9" if single else "digits side by side"
            st.info(f"Draw {what}: the answer follows each stroke.")
            return
        answer = answer_of(read(drawing, cache.classifier(run), single=single))
        show_reading(answer, "drawing", single=single, file_name="drawing.json")
        save_drawings(run, answer)
        if len(answer.digits) > 1:
            with sheet, st.container(width=_BESIDE_CANVAS):
                show_boxes(answer, "drawing", caption="What was found")


@st.fragment
def _upload(run: Run, single: bool) -> None:
    left, right = st.columns(_COLUMNS, gap="large")
    with left:
        file = st.file_uploader(
            "A picture of handwritten digits",
            type=_PICTURES,
            max_upload_size=32,
            key="picture",
            help="PNG, JPEG, WebP, BMP, GIF or TIFF; dark on light or light on dark.",
        )
    if file is None:
        right.info(
            "Choose a photo, a scan or a drawing of one digit or of several, in one row or more."
        )
        return
    with explained():
        answer = cache.answer(run, file.getvalue(), file.name, single=single)
        with left:
            show_boxes(answer, file.file_id, caption=file.name)
        with right:
            show_reading(
                answer, file.file_id, single=single, file_name=f"{Path(file.name).stem}.json"
            )
            save_drawings(run, answer)


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
