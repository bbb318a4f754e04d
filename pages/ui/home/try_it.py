"""A canvas to draw on at once, with the answer beside it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data.pen_strokes import without_paper
from core.inference import ReadDigit, read
from core.inference.answer_words import NOT_A_DIGIT, UNLIKE, answer_of_one, in_one_line
from pages.ui import cache, navigation
from pages.ui.drawing.answer_line import answer_line
from pages.ui.drawing.canvas import canvas
from pages.ui.drawing.probability_bars import probability_bars
from pages.ui.errors import explained
from pages.ui.run_picker import chosen_model

_PEN, _SIZE = 18, 340  # of the drawing's pixels; of the screen's, so that all fits a laptop's
_HINT = "Draw a digit from 0 to 9"


@st.fragment
def try_it() -> None:
    """Show the canvas and, once something is drawn, what the model of Predict takes it for.

    The drawing is that of Predict, too.
    """
    with st.container(horizontal=True, gap="medium"):
        sheet, answer = st.container(width=_SIZE, gap=None), st.container(width="stretch")
    with sheet:
        line = st.container(gap=None)
        drawing = canvas("canvas", _PEN, _SIZE)
    with answer, explained():
        digit = None if drawing is None else _read(drawing)
        with line:
            answer_line(_HINT if digit is None else in_one_line([[digit]]), "answer_line")
        _show(digit)


def _read(drawing: NDArray[np.uint8]) -> ReadDigit | None:
    digits = read(without_paper(drawing), cache.classifier(chosen_model()), single=True).digits
    return digits[0] if digits else None


def _show(digit: ReadDigit | None) -> None:
    if digit is None:
        st.header(_HINT)
    else:
        st.header(
            answer_of_one(digit), help=None if digit.is_digit else f"{NOT_A_DIGIT}: {UNLIKE}."
        )
    probability_bars(None if digit is None else digit.probabilities, "probabilities")
    if digit is not None:
        navigation.link("predict", "How it was seen, and why", ":material/draw:")
