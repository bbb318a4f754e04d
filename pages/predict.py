"""Predict: draw a digit or upload a picture, and see what the model reads."""

import streamlit as st

from core import figures
from core.formats import percent
from core.inference import Classifier, ReadDigit, Reading, read
from core.montage import enlarged
from core.vision import decode
from pages.ui import cache
from pages.ui.canvas import canvas
from pages.ui.errors import explained
from pages.ui.runs import pick_usable_run

_PICTURES = ["png", "jpg", "jpeg", "webp", "bmp", "gif"]
_ENLARGED = 16  # more than is shown, so that the browser keeps hard edges when it fits it
_SHOWN_DIGITS = 12


def render() -> None:
    """Lay out the page."""
    st.title("Predict your own digits")
    st.markdown("Draw a digit or upload a picture of one, and see what a model makes of it.")
    run = pick_usable_run()
    if run is None:
        return
    classifier = cache.classifier(run)
    way = st.segmented_control(
        "Where the digit comes from",
        ["draw", "upload"],
        format_func={"draw": "Draw it", "upload": "Upload a picture"}.get,
        default="draw",
        required=True,
        key="way",
        bind="query-params",
        label_visibility="collapsed",
    )
    if way == "draw":
        _draw(classifier)
    else:
        _upload(classifier)


@st.fragment
def _draw(classifier: Classifier) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        sheet = st.container()
        width = st.slider("Pen width", 6, 36, 18, key="pen_width", persist_state="session")
        with sheet:
            drawing = canvas("canvas", width)
    with right:
        if drawing is None:
            st.info("Draw a digit from 0 to 9: the answer follows each stroke.")
            return
        _answer(read(drawing, classifier, single=True))


@st.fragment
def _upload(classifier: Classifier) -> None:
    left, right = st.columns([2, 3], gap="large")
    with left:
        file = st.file_uploader(
            "A picture of a handwritten digit",
            type=_PICTURES,
            max_upload_size=32,
            key="picture",
            help="PNG, JPEG, WebP, BMP or GIF; dark on light or light on dark.",
        )
        if file is None:
            return
    with explained():
        reading = read(decode(file.getvalue(), file.name), classifier)
        left.image(reading.picture.rgba, caption=file.name, alt="The uploaded picture")
        with right:
            _answer(reading)


def _answer(reading: Reading) -> None:
    if not reading.digits:
        st.info("Nothing is written here that could be a digit.")
    elif len(reading.digits) == 1:
        _digit(reading.digits[0], 0)
    else:
        _several(reading)


def _several(reading: Reading) -> None:
    st.title(reading.text or "No digit")
    st.caption(f"{len(reading.digits)} digits, in reading order")
    for number, digit in enumerate(reading.digits[:_SHOWN_DIGITS]):
        _digit(digit, number)
    if len(reading.digits) > _SHOWN_DIGITS:
        st.caption(f"Only the first {_SHOWN_DIGITS} are shown in detail.")


def _digit(found: ReadDigit, number: int) -> None:
    verdict, bars = st.columns([1, 2])
    with verdict:
        if found.is_digit:
            st.title(f"It is a {found.digit}")
            st.caption(f"with a probability of {percent(found.probability, 1)}")
        else:
            st.title("No digit")
            st.caption(
                f"It looks like nothing the model was trained on. The nearest is a {found.digit}."
            )
        st.image(
            enlarged(found.seen.image, _ENLARGED),
            width=224,
            caption="What the model was given: 28 x 28 pixels",
            alt="The picture as 28 x 28 pixels, centred like MNIST's digits",
        )
    bars.plotly_chart(
        figures.probability_bars(found.probabilities),
        key=f"probabilities_{number}",
        config={"displayModeBar": False},
        alt=f"Probability of each digit; the highest is {found.digit}",
    )


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
