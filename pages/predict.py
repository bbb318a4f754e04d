"""Predict: draw digits or upload a picture, and see what the model reads."""

import streamlit as st

from core.data.pen_strokes import without_paper
from core.figures.sample_pictures import SamplePicture
from core.inference import read
from core.inference.answer_words import in_one_line
from core.inference.read_prepared import read_prepared
from core.runs.run import Run
from core.vision.formats.kinds import IN_WORDS
from pages.ui import cache, navigation
from pages.ui.address.widgets import FLAGS, choice
from pages.ui.cache.readings import answer_of
from pages.ui.drawing.answer_line import answer_line
from pages.ui.drawing.canvas import SIZE, WIDE_SIZE, canvas
from pages.ui.errors import explained
from pages.ui.predict.camera import photograph
from pages.ui.predict.given_files import holds_several, split
from pages.ui.predict.linked_digit import (
    LinkedDigit,
    forget_linked_digit,
    linked_digit,
    linked_sample,
)
from pages.ui.predict.many_pictures import show_many
from pages.ui.predict.one_picture import COLUMNS, show_picture
from pages.ui.predict.pasted import listen_for_pictures, pasted
from pages.ui.predict.reading import show_boxes, show_digit, show_empty, show_reading
from pages.ui.predict.sample_tiles import sample_tiles
from pages.ui.predict.save_drawing import correct_drawing, save_drawings
from pages.ui.run_picker import pick_usable_run

_MEGABYTES = 100  # of a file: a ZIP may hold many pictures, of which each may have 32
_WAYS = {
    "draw": "Draw it",
    "upload": "Upload a picture",
    "camera": "Photo",
    "paste": "Paste",
}
_SMALL = 200  # pixels
_ONE, _SEVERAL = "Draw a digit from 0 to 9", "Draw digits side by side"


def render() -> None:
    """Lay out the page."""
    st.title("Predict your own digits")
    controls = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    with controls:
        run = pick_usable_run()
    if run is None:
        return
    if (sample := linked_sample(cache.dataset())) is not None:
        _show_sample(run, sample)
        return
    if (linked := linked_digit(cache.dataset())) is not None:
        _show_linked(run, linked)
        return
    with controls:
        way = _way()
        wide = way == "draw" and _wide()
        single = not wide and _single(way)
        listen_for_pictures(_WAYS["paste"], is_shown=way == "paste")
    if way == "draw":
        _draw(run, single, wide)
    elif way == "upload":
        _upload(run, single)
    elif way == "camera":
        photograph(run, single)
    else:
        pasted(run, single)


def _show_linked(run: Run, linked: LinkedDigit) -> None:
    _back_to_the_canvas()
    left, right = st.columns(COLUMNS, gap="large")
    answer = answer_of(read_prepared(linked.image, cache.classifier(run)))
    with left, st.container(gap=None):
        answer_line(in_one_line(answer.rows), "answer_line")
        show_digit(linked.image, linked.name)
    with right:
        show_reading(run, answer, "linked", single=True, file_name="digit.json", prepared=True)
        if linked.drawing is not None:
            correct_drawing(run, linked.drawing)


def _show_sample(run: Run, sample: SamplePicture) -> None:
    _back_to_the_canvas()
    left, right = st.columns(COLUMNS, gap="large")
    answer = cache.answer(run, sample.png, sample.name, single=sample.single)
    with left, st.container(gap=None):
        answer_line(in_one_line(answer.rows), "answer_line")
        show_boxes(answer, sample.name, caption=f"Sample picture: {sample.name.lower()}")
    with right:
        show_reading(run, answer, sample.name, single=sample.single, file_name="sample.json")


def _back_to_the_canvas() -> None:
    st.button("Draw or upload your own", icon=":material/draw:", on_click=forget_linked_digit)


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


def _wide() -> bool:
    return st.toggle(
        "Wide canvas",
        **choice("wide", FLAGS, default=False),
        help="Room for a number: digits are looked for one by one.",
        width="content",
    )


def _single(way: str) -> bool:
    # Of each way its own: what one draws is mostly one digit, what one photographs mostly not.
    return st.toggle(
        "Exactly one digit",
        **choice(f"single_{'draw' if way == 'draw' else 'upload'}", FLAGS, default=way == "draw"),
        help="On: all that is written is one digit, even if its strokes do not touch. "
        "Off: digits are looked for one by one, row by row.",
        width="content",
    )


@st.fragment
def _draw(run: Run, single: bool, wide: bool) -> None:
    size, key = (WIDE_SIZE, "wide_canvas") if wide else (SIZE, "canvas")
    with st.container(
        horizontal=not wide, gap="small" if wide else "large", key="drawing_and_answer"
    ):
        left = st.container(width=size, gap="small")
        right = st.container(width="stretch", key="answer")
    with left:
        sheet = st.container(gap=None)
        width = st.slider("Pen width", 6, 36, 18, key="pen_width", persist_state="session")
        navigation.link("game", "Play: ten digits against the clock", ":material/timer:")
        with sheet:
            line = st.container(gap=None)
            drawing = canvas(key, width, size, wide=wide)
    what = _ONE if single else _SEVERAL
    if drawing is None:
        with line:
            answer_line(what, "answer_line", always=wide)
        with right:
            show_empty(f"{what}: the answer follows each stroke.")
            sample_tiles(cache.dataset())
        return
    with right, explained():
        answer = answer_of(read(without_paper(drawing), cache.classifier(run), single=single))
        with line:
            answer_line(in_one_line(answer.rows), "answer_line", always=wide)
        show_reading(run, answer, "drawing", single=single, file_name="drawing.json")
        save_drawings(run, answer)
        if len(answer.digits) > 1:
            with right if wide else left, st.container(width=SIZE if wide else _SMALL):
                show_boxes(answer, "drawing", caption="Digits found")


@st.fragment
def _upload(run: Run, single: bool) -> None:
    left, right = st.columns(COLUMNS, gap="large")
    with left:
        files = st.file_uploader(
            "Pictures of handwritten digits",
            accept_multiple_files=True,
            max_upload_size=_MEGABYTES,
            key="picture",
            help=f"{IN_WORDS}, dark on light or light on dark; a ZIP of them; and a CSV of what is "
            "really written, if you have one.",
        )
    pictures, lists = split(files)
    if not pictures:
        with right:
            show_empty(
                "Choose photos, scans or drawings of one digit or of several, in one row or more."
            )
            sample_tiles(cache.dataset())
    elif len(pictures) > 1 or holds_several(pictures[0]):
        show_many(run, pictures, lists, single, right)
    else:
        (file,) = pictures
        show_picture(run, file.getvalue(), file.name, file.file_id, single, (left, right))


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
