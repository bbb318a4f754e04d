"""What was read in a picture, shown: the text, each digit, and one of them closely."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.figures import explanation as figures
from core.figures.annotated_picture import Mark, boxed, jpeg
from core.figures.montage import enlarged
from core.figures.theme import CLASS_COLOURS
from core.formats import percent
from core.inference import ReadDigit
from core.inference.text import NO_DIGIT, lines_of, sign
from pages.ui.cache.readings import Answer
from pages.ui.predict.digit_tiles import chosen_place, digit_tiles
from pages.ui.predict.preprocessing_steps import preprocessing_steps

_ENLARGED = 16  # more than is shown, so that the browser keeps hard edges when it fits it
_REFUSED_COLOUR = "#c3cad4"
_HIGHEST = 520  # pixels; a photo of a phone held upright leaves its end on the first screen


def show_boxes(answer: Answer, key: str, caption: str | None = None) -> None:
    """Show the picture with a box around each digit, the chosen one's bold."""
    chosen = chosen_place(answer.digits, key) if len(answer.digits) > 1 else None
    marks = [_mark(digit, place == chosen) for place, digit in enumerate(answer.digits)]
    words = ", ".join("no digit" if mark.dashed else mark.label for mark in marks)
    _image(
        jpeg(boxed(answer.view, marks)),
        _width(answer),
        caption=caption,
        alt=f"The picture with a box around each digit: {words}" if marks else "The picture",
    )


def show_reading(answer: Answer, key: str, *, single: bool, file_name: str) -> None:
    """Show what was read; `key` names the picture, `single` says it was read as one digit."""
    if not answer.digits:
        st.info(
            "Nothing is written here that could be a digit. Write larger and with a thicker pen, "
            "or take the picture from closer, in even light."
        )
        return
    place = chosen_place(answer.digits, key)
    if len(answer.digits) == 1:
        _single_digit(answer.digits[0], single)
    else:
        _several_digits(answer, place, key)
    preprocessing_steps(answer.view, answer.digits[place])
    st.download_button(
        "Download as JSON",
        answer.plain,
        file_name=file_name,
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        key="download",
        help="The text, its rows, and for each digit its probability and its box in the picture's "
        "pixels.",
    )


def _width(answer: Answer) -> int:
    """Return how wide the picture is shown at most, so that an upright one is not too high."""
    height, width = map(int, answer.view.ink.shape)
    return max(1, round(_HIGHEST * width / height))


def _single_digit(digit: ReadDigit, single: bool) -> None:
    left, right = st.columns([3, 5])
    with left:
        if digit.is_digit:
            st.title(f"It is a {digit.digit}")
            st.caption(f"with a probability of {percent(digit.probability, 1)}")
        else:
            st.title("No digit")
            st.caption(_why_no_digit(digit))
            if single:
                st.caption("Is it more than one digit? Switch off *Exactly one digit*.")
        _model_input(digit)
    with right:
        _probabilities(digit)


def _several_digits(answer: Answer, chosen: int, key: str) -> None:
    _headline(lines_of(answer.rows))
    st.caption(_how_many(answer))
    digit_tiles(answer.digits, key)
    digit = answer.digits[chosen]
    left, right = st.columns([3, 5])
    with left:
        what = f"a {digit.digit}" if digit.is_digit else "no digit"
        st.subheader(f"Number {chosen + 1} of {len(answer.digits)}: {what}")
        st.caption(
            f"with a probability of {percent(digit.probability, 1)}"
            if digit.is_digit
            else _why_no_digit(digit)
        )
        _model_input(digit)
    with right:
        _probabilities(digit)


def _headline(lines: tuple[str, ...]) -> None:
    # Markdown's other way to write a heading: it may have several lines, `st.title` may not.
    underline = "===" if len(lines) <= 3 else "---"
    st.markdown("\\\n".join(lines or ["No digit"]) + f"\n{underline}")


def _how_many(answer: Answer) -> str:
    accepted = len(answer.digits) - answer.refused
    words = f"{accepted} {'digit' if accepted == 1 else 'digits'}, in reading order."
    if answer.refused:
        words += f" {answer.refused} more shown as {NO_DIGIT}: like no digit the model knows."
    return words + " Click one to look at it closely."


def _why_no_digit(digit: ReadDigit) -> str:
    return f"It looks like nothing the model was trained on. The nearest is a {digit.digit}."


def _model_input(digit: ReadDigit) -> None:
    _image(
        enlarged(digit.seen.image, _ENLARGED),
        224,
        caption="What the model was given: 28 x 28 pixels",
        alt="The digit as 28 x 28 pixels, centred like MNIST's digits",
    )


def _image(image: bytes | NDArray[np.uint8], width: int, caption: str | None, alt: str) -> None:
    # An image with a width and a caption of its own grows over the edge of a narrower column.
    with st.container(width=width):
        st.image(image, width="stretch", caption=caption, alt=alt)


def _probabilities(digit: ReadDigit) -> None:
    st.plotly_chart(
        figures.probability_bars(digit.probabilities),
        key="probabilities",
        config={"displayModeBar": False},
        alt=f"Probability of each digit; the highest is {digit.digit}",
    )


def _mark(digit: ReadDigit, bold: bool) -> Mark:
    colour = CLASS_COLOURS[digit.digit] if digit.is_digit else _REFUSED_COLOUR
    return Mark(digit.seen.box, sign(digit), colour, dashed=not digit.is_digit, bold=bold)
