"""A canvas to draw on at once, with the answer beside it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.formats import percent
from core.inference import ReadDigit, read
from core.runs.run import PRETRAINED, Run
from pages.ui import cache, navigation
from pages.ui.canvas import canvas
from pages.ui.errors import explained
from pages.ui.run_picker import chosen_run

_PEN = 18
_CLOSEST = 3


@st.fragment
def try_it() -> None:
    """Show the canvas and, once something is drawn, what the model of Predict takes it for."""
    sheet, answer = st.columns([3, 2], gap="medium")
    with sheet:
        drawing = canvas("home", _PEN)
    with answer, explained():
        if drawing is None:
            st.header("Draw a digit")
            st.markdown("From 0 to 9, with mouse, pen or finger: the answer follows each stroke.")
        else:
            _answer(drawing)


def _answer(drawing: NDArray[np.uint8]) -> None:
    digits = read(drawing, cache.classifier(_model()), single=True)
    for digit in digits.digits[:1]:
        _show(digit)
    navigation.link("predict", "How it was read", ":material/draw:")


def _model() -> Run:
    chosen = chosen_run()
    return chosen if chosen is not None and chosen.is_usable else cache.store().get(PRETRAINED)


def _show(digit: ReadDigit) -> None:
    if not digit.is_digit:
        st.header("Not a digit")
        st.markdown("It is unlike anything in the training data.")
        return
    st.header(f"It is a {digit.digit}")
    for place in np.argsort(-digit.probabilities)[:_CLOSEST].tolist():
        share = float(digit.probabilities[place])
        st.progress(min(1.0, share), f"{place}: {percent(share, 1)}")
