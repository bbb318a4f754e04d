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
from pages.ui.cache.readings import NO_DIGIT, Answer, alternatives, lines, short_percent, sign
from pages.ui.gallery import Tile, gallery
from pages.ui.predict.preprocessing_steps import preprocessing_steps

_ENLARGED = 16  # more than is shown, so that the browser keeps hard edges when it fits it
_REFUSED_COLOUR = "#c3cad4"
_HIGHEST = 520  # pixels; a photo of a phone held upright leaves its end on the first screen
_MOST_TILES = 120
_LARGE_TILES = 12  # as many as leave room for the alternatives below each


def show_boxes(answer: Answer, key: str, caption: str | None = None) -> None:
    """Show the picture with a box around each digit, the chosen one's bold."""
    chosen = _chosen(answer, key) if len(answer.digits) > 1 else None
    marks = [_mark(digit, number == chosen) for number, digit in enumerate(answer.digits)]
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
    number = _chosen(answer, key)
    if len(answer.digits) == 1:
        _one(answer.digits[0], single)
    else:
        _several(answer, number, key)
    preprocessing_steps(answer.view, answer.digits[number])
    st.download_button(
        "Download as JSON",
        answer.plain,
        file_name=file_name,
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        key="download",
        help="The text, and for each digit its probability and its box in the picture's pixels.",
    )


def _width(answer: Answer) -> int:
    """Return how wide the picture is shown at most, so that an upright one is not too high."""
    height, width = answer.view.ink.shape
    return max(1, round(_HIGHEST * width / height))


def _one(digit: ReadDigit, single: bool) -> None:
    verdict, bars = st.columns([3, 5])
    with verdict:
        if digit.is_digit:
            st.title(f"It is a {digit.digit}")
            st.caption(f"with a probability of {percent(digit.probability, 1)}")
        else:
            st.title("No digit")
            st.caption(_why_no_digit(digit))
            if single:
                st.caption("Is it more than one digit? Switch off *Exactly one digit*.")
        _given(digit)
    with bars:
        _bars(digit)


def _several(answer: Answer, chosen: int, key: str) -> None:
    _headline(lines(answer.digits))
    st.caption(_how_many(answer))
    digits = answer.digits[:_MOST_TILES]
    gallery(
        np.stack([digit.seen.image for digit in digits]),
        [_tile(answer.digits, number) for number in range(len(digits))],
        label="Digits in reading order",
        key="digits_read",
        on_click=lambda number: _choose(key, number),
        selected=chosen,
        size=112 if len(digits) <= _LARGE_TILES else 60,
    )
    if len(digits) < len(answer.digits):
        st.caption(f"The first {_MOST_TILES} of {len(answer.digits)}.")
    digit = digits[chosen]
    verdict, bars = st.columns([3, 5])
    with verdict:
        what = f"a {digit.digit}" if digit.is_digit else "no digit"
        st.subheader(f"Number {chosen + 1} of {len(answer.digits)}: {what}")
        st.caption(
            f"with a probability of {percent(digit.probability, 1)}"
            if digit.is_digit
            else _why_no_digit(digit)
        )
        _given(digit)
    with bars:
        _bars(digit)


def _headline(rows: list[str]) -> None:
    # Markdown's other way to write a heading: it may have several lines, `st.title` may not.
    underline = "===" if len(rows) <= 3 else "---"
    st.markdown("\\\n".join(rows or ["No digit"]) + f"\n{underline}")


def _how_many(answer: Answer) -> str:
    accepted = len(answer.digits) - answer.refused
    said = f"{accepted} {'digit' if accepted == 1 else 'digits'}, in reading order."
    if answer.refused:
        said += f" {answer.refused} more shown as {NO_DIGIT}: like no digit the model knows."
    return said + " Click one to look at it closely."


def _why_no_digit(digit: ReadDigit) -> str:
    return f"It looks like nothing the model was trained on. The nearest is a {digit.digit}."


def _given(digit: ReadDigit) -> None:
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


def _bars(digit: ReadDigit) -> None:
    st.plotly_chart(
        figures.probability_bars(digit.probabilities),
        key="probabilities",
        config={"displayModeBar": False},
        alt=f"Probability of each digit; the highest is {digit.digit}",
    )


def _mark(digit: ReadDigit, bold: bool) -> Mark:
    colour = CLASS_COLOURS[digit.digit] if digit.is_digit else _REFUSED_COLOUR
    return Mark(digit.seen.box, sign(digit), colour, dashed=not digit.is_digit, bold=bold)


def _tile(digits: tuple[ReadDigit, ...], number: int) -> Tile:
    digit = digits[number]
    (second, share), (third, other_share) = alternatives(digit)
    if digit.is_digit:
        caption = f"{digit.digit} · {short_percent(digit.probability)}"
        others = f"then {second}: {short_percent(share)} · {third}: {short_percent(other_share)}"
    else:
        caption, others = "no digit", f"nearest {digit.digit}, then {second}"
    words = f"number {number + 1}: {caption}, {others}"
    if len(digits) <= _LARGE_TILES:
        # The only place to break: the tile is too narrow for both, so that they are two lines.
        caption = f"{_unbroken(caption)} {_unbroken(others)}"
    return Tile(number, caption, words)


def _unbroken(words: str) -> str:
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _chosen(answer: Answer, key: str) -> int:
    number = int(st.session_state.get(f"chosen_{key}", 0))
    return number if number < min(len(answer.digits), _MOST_TILES) else 0


def _choose(key: str, number: int) -> None:
    st.session_state[f"chosen_{key}"] = number
