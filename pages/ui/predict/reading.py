"""What was read in a picture, shown: the text, each digit, and one of them closely."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.figures.annotated_picture import Mark, boxed, jpeg
from core.figures.montage import enlarged
from core.figures.theme import CLASS_COLOURS
from core.formats import with_article
from core.inference import ReadDigit
from core.inference.answer_words import (
    NOT_A_DIGIT,
    UNLIKE,
    answer_of_one,
    confidence_of,
    how_many,
    name_of,
)
from core.inference.text import NO_DIGIT, lines_of, sign
from core.runs.run import Run
from pages.ui.cache.readings import Answer
from pages.ui.drawing.canvas import SIZE
from pages.ui.drawing.probability_bars import probability_bars
from pages.ui.predict.digit_tiles import chosen_place, digit_tiles
from pages.ui.predict.how_seen import how_seen
from pages.ui.predict.what_if import what_if
from pages.ui.predict.why import why

_ENLARGED = 16  # more than is shown, so that the browser keeps hard edges when it fits it
_COLUMNS = (3, 5)
_INPUT_WIDTH = 180  # pixels
_FEW = 6  # digits: as many as leave room beside them for one looked at closely
_REFUSED_COLOUR = "#c3cad4"
_HIGHEST = 520  # pixels; a photo of a phone held upright leaves its end on the first screen


def show_boxes(answer: Answer, key: str, caption: str | None = None) -> None:
    """Show the picture with a box around each digit, the chosen one's bold."""
    chosen = chosen_place(answer.digits, key) if len(answer.digits) > 1 else None
    marks = [_mark(digit, place == chosen) for place, digit in enumerate(answer.digits)]
    words = ", ".join(NOT_A_DIGIT.lower() if mark.dashed else mark.label for mark in marks)
    _image(
        jpeg(boxed(answer.view, marks)),
        _width(answer),
        caption=caption,
        alt=f"The picture with a box around each digit: {words}" if marks else "The picture",
    )


def show_digit(image: NDArray[np.uint8], name: str) -> None:
    """Show a digit (28, 28) uint8 as large as the canvas is."""
    _image(enlarged(image, _ENLARGED), SIZE, caption=name.capitalize(), alt=name)


def show_empty(words: str) -> None:
    """Show what to do, beside where the answer will stand."""
    left, right = st.columns(_COLUMNS)
    left.info(words)
    with right:
        probability_bars(None, "probabilities")


def show_reading(
    run: Run, answer: Answer, key: str, *, single: bool, file_name: str, prepared: bool = False
) -> None:
    """Show what `run` read; `key` names the picture, `single` says it was read as one digit.

    What is `prepared` was given to the model as it is, and has no steps to show.
    """
    if not answer.digits:
        show_empty(
            "Nothing is written here that could be a digit. Write larger and with a thicker pen, "
            "or take the picture from closer, in even light."
        )
        return
    place = chosen_place(answer.digits, key)
    if len(answer.digits) == 1:
        _single_digit(answer.digits[0], single)
    else:
        _several_digits(answer, place, key)
    digit = answer.digits[place]
    if not prepared:
        how_seen(run, answer, digit)
    why(run, digit.seen.image, digit.digit)
    what_if(run, digit.seen.image)
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
    left, right = st.columns(_COLUMNS)
    with left:
        st.title(answer_of_one(digit))
        _outcome(digit)
        if single and not digit.is_digit:
            st.caption("Is it more than one digit? Switch off *Exactly one digit*.")
        _model_input(digit)
    with right:
        probability_bars(digit.probabilities, "probabilities")


def _several_digits(answer: Answer, chosen: int, key: str) -> None:
    few = len(answer.digits) <= _FEW
    all_of_them, chosen_one = st.columns(2) if few else (st.container(), st.container())
    with all_of_them:
        _headline(lines_of(answer.rows))
        st.caption(_how_many(answer))
        digit_tiles(answer.digits, key)
    with chosen_one:
        digit = answer.digits[chosen]
        st.header(f"Number {chosen + 1} of {len(answer.digits)}: {name_of(digit)}")
        _outcome(digit)
        probability_bars(digit.probabilities, "probabilities")


def _headline(lines: tuple[str, ...]) -> None:
    # Markdown's other way to write a heading: it may have several lines, `st.title` may not.
    underline = "===" if len(lines) <= 3 else "---"
    st.markdown("\\\n".join(lines or [NOT_A_DIGIT]) + f"\n{underline}")


def _how_many(answer: Answer) -> str:
    words = f"{how_many(answer.digits)}, in reading order."
    if answer.refused:
        words += f" {answer.refused} more shown as {NO_DIGIT}: no digit."
    return words + " Click one to look at it closely."


def _outcome(digit: ReadDigit) -> None:
    if digit.is_digit:
        st.caption(confidence_of(digit), help=glossary.help_text("Confidence"))
        return
    why = digit.refusal or UNLIKE
    st.caption(
        f"{why[0].upper()}{why[1:]}. The nearest is {with_article(digit.digit)}.",
        help=glossary.help_text("Not a digit"),
    )


def _model_input(digit: ReadDigit) -> None:
    _image(
        enlarged(digit.seen.image, _ENLARGED),
        _INPUT_WIDTH,
        caption="Model input (28 x 28)",
        alt="The digit as 28 x 28 pixels, centred like MNIST's digits",
    )


def _image(image: bytes | NDArray[np.uint8], width: int, caption: str | None, alt: str) -> None:
    # An image with a width and a caption of its own grows over the edge of a narrower column.
    with st.container(width=width):
        st.image(image, width="stretch", caption=caption, alt=alt)


def _mark(digit: ReadDigit, bold: bool) -> Mark:
    colour = CLASS_COLOURS[digit.digit] if digit.is_digit else _REFUSED_COLOUR
    return Mark(digit.seen.box, sign(digit), colour, dashed=not digit.is_digit, bold=bold)
