"""How a digit of a picture became the 28x28 pixels that the model reads, and what if not so."""

from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.figures.annotated_picture import preprocessing_images
from core.figures.montage import enlarged
from core.inference import ReadDigit
from core.inference.prediction import Prediction, predictions
from core.runs.run import Run
from core.vision.preparation import Source, Step, each_left_out, prepared, simply_shrunk
from pages.ui import cache
from pages.ui.cache.readings import Answer
from pages.ui.gallery import Tile, gallery
from pages.ui.predict.how_found import how_found
from pages.ui.predict.said import said, said_of

_WIDTH = 114  # pixels; five side by side on a laptop's screen
_PAIR_WIDTH = 150
_STAGES = (
    ("Picture", "Your picture, around the digit."),
    ("Ink", "What is ink and what is paper. Ink is light on dark, as in MNIST."),
    ("Cut out", "The strokes of this digit alone, as large as it was written."),
    ("20 x 20", "Shrunk, its proportions kept, and made as bright as can be."),
    ("28 x 28", "Moved so that its ink is balanced around the middle. The model sees only this."),
)
_STEPS = {
    Step.INVERSION: "Inversion",
    Step.CROP: "Cropping",
    Step.ASPECT: "Aspect ratio",
    Step.RESAMPLING: "Anti-aliasing",
    Step.MARGIN: "Padding",
    Step.BRIGHTNESS: "Contrast stretching",
    Step.CENTRING: "Centring",
}


def how_seen(run: Run, answer: Answer, digit: ReadDigit) -> None:
    """Show how a digit was prepared for the model, and what each step is good for, on demand."""
    section = st.expander("How it was seen", key="how_seen", on_change="rerun")
    if not section.open:
        return
    with section:
        how_found(answer)
        _stages(run, answer, digit)
        _ablation(run, Source(digit.seen.ink, answer.view.ink), digit)


def _stages(run: Run, answer: Answer, digit: ReadDigit) -> None:
    images = preprocessing_images(answer.view, digit.seen)
    st.markdown(
        "**Stage by stage**: what the model would say of each, were it simply shrunk to 28 x 28",
        help=glossary.help_text("Preprocessing steps"),
    )
    outcomes = predictions([simply_shrunk(image) for image in images], cache.classifier(run))
    with st.container(horizontal=True, gap="small"):
        for (name, words), image, outcome in zip(_STAGES, images, outcomes, strict=True):
            with st.container(width=_WIDTH, gap="xsmall"):
                _picture(image, _WIDTH, f"{name}: {words}")
                st.markdown(f"**{said(outcome)}**")
                st.caption(f"**{name}**  \n{words}")


@st.fragment
def _ablation(run: Run, source: Source, digit: ReadDigit) -> None:
    """Show the answer without each step, and without all those that are switched off."""
    st.markdown(
        "**Without a step**: the answer if this one alone were left out (ablation)",
        help=glossary.help_text("Ablation", "Click one to leave it out below."),
    )
    without = each_left_out(source)
    outcomes = predictions([image for _, image in without], cache.classifier(run))
    gallery(
        np.stack([image for _, image in without]),
        [
            _tile(place, step, outcome)
            for place, ((step, _), outcome) in enumerate(zip(without, outcomes, strict=True))
        ],
        label="The digit without each of the steps",
        key="ablation",
        on_click=_leave_out,
        size=104,
        most=7,
    )
    left_out = _switches()
    image = prepared(source, left_out)
    (outcome,) = predictions([image], cache.classifier(run))
    with st.container(horizontal=True, gap="medium"):
        _of_pair(digit.seen.image, said_of(digit), "As it is read")
        _of_pair(image, said(outcome), f"Without {_listed(left_out)}" if left_out else "The same")


def _switches() -> frozenset[Step]:
    """Show a switch for each step and return the steps that are off."""
    for step in _STEPS:
        st.session_state.setdefault(_key(step), True)
    with st.container(horizontal=True, gap="small", key="preparation_switches"):
        on = {
            step: st.toggle(title, key=_key(step), help=glossary.help_text(title), width="content")
            for step, title in _STEPS.items()
        }
    return frozenset(step for step, is_on in on.items() if not is_on)


def _leave_out(place: int) -> None:
    """Switch this one step off and all others on."""
    for other, step in enumerate(_STEPS):
        st.session_state[_key(step)] = other != place


def _tile(place: int, step: Step, outcome: Prediction) -> Tile:
    title, words = _STEPS[step], said(outcome)
    # The only place to break between unbroken words: two lines below each picture.
    caption = " ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in (title, words))
    return Tile(place, caption, f"without {title.lower()}: {words}")


def _of_pair(image: NDArray[np.uint8], answer: str, caption: str) -> None:
    with st.container(width=_PAIR_WIDTH, gap="xsmall"):
        _picture(image, _PAIR_WIDTH, f"{caption}: {answer}")
        st.markdown(f"**{answer}**")
        st.caption(caption)


def _picture(image: NDArray[np.uint8], width: int, alt: str) -> None:
    st.image(enlarged(image, ceil(2 * width / len(image))), width=width, alt=alt)


def _listed(left_out: frozenset[Step]) -> str:
    return ", ".join(title.lower() for step, title in _STEPS.items() if step in left_out)


def _key(step: Step) -> str:
    return f"step_{step}"
