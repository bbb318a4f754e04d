"""Predict: draw a digit or upload a picture, and see what the model reads."""

import streamlit as st

from core import figures
from core.errors import DigitLabError
from core.formats import percent
from core.inference import Classifier, ReadDigit, Reading, read
from core.montage import enlarged
from core.vision import decode
from pages.ui import cache
from pages.ui.canvas import canvas
from pages.ui.runs import pick_usable_run

_PICTURES = ["png", "jpg", "jpeg", "webp", "bmp", "gif"]
_ENLARGED = 5


def render() -> None:
    """Lay out the page."""
    st.title("Predict your own digits")
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
        width = st.slider("Pen width", 6, 36, 18, key="pen_width", persist_state="session")
        drawing = canvas("canvas", width)
        st.caption("Draw with mouse, pen or finger; the buttons below undo and clear.")
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
    try:
        reading = read(decode(file.getvalue(), file.name), classifier)
    except DigitLabError as error:
        left.error(str(error), icon=":material/broken_image:")
        return
    left.image(reading.picture.rgba, caption=file.name, alt="The uploaded picture")
    with right:
        _answer(reading)


def _answer(reading: Reading) -> None:
    if not reading.digits:
        st.info("Nothing is written here yet.")
        return
    if len(reading.digits) > 1:
        st.metric("Read as", reading.text or "no digit")
    for number, digit in enumerate(reading.digits):
        _digit(digit, number)


def _digit(read_digit: ReadDigit, number: int) -> None:
    verdict, bars = st.columns([1, 2])
    with verdict:
        if read_digit.is_digit:
            st.metric("This is a", str(read_digit.digit))
            st.caption(f"with a probability of {percent(read_digit.probability, 1)}")
        else:
            st.metric("This is", "no digit")
            st.caption(f"but if it were one, a {read_digit.digit}")
        st.image(
            enlarged(read_digit.seen.image, _ENLARGED),
            caption="What the model was given: 28 x 28 pixels",
            alt="The picture as 28 x 28 pixels, centred like MNIST's digits",
        )
    bars.plotly_chart(
        figures.probability_bars(read_digit.probabilities),
        key=f"probabilities_{number}",
        config={"displayModeBar": False},
        alt=f"Probability of each digit; the highest is {read_digit.digit}",
    )


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
