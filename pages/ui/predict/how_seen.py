"""How a digit of a picture became the 28x28 pixels that the model reads, and what if not so."""

from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.figures.annotated_picture import preprocessing_images
from core.figures.montage import enlarged
from core.inference import ReadDigit
from core.inference.prediction import predictions
from core.runs.run import Run
from core.vision.preparation import Source, Step, each_left_out, prepared, simply_shrunk
from pages.ui import cache
from pages.ui.cache.readings import Answer
from pages.ui.predict.how_found import how_found
from pages.ui.predict.said import said, said_of

_WIDTH = 96  # pixels; five side by side on a laptop's screen, three on a phone's
_STEP_WIDTH = 154  # the longest title with its switch
_PAIR_WIDTH = 180
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
    Step.BRIGHTNESS: "Contrast",
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
    with st.container(horizontal=True, gap="xsmall"):
        for (name, words), image, outcome in zip(_STAGES, images, outcomes, strict=True):
            with st.container(width=_WIDTH, gap="xsmall"):
                _picture(image, _WIDTH, f"{name}: {words}")
                st.markdown(f"**{said(outcome)}**")
                st.caption(f"**{name}**  \n{words}")


@st.fragment  # a switch needs no other part of the page
def _ablation(run: Run, source: Source, digit: ReadDigit) -> None:
    """Show the answer without each step alone, and without all those that are switched off."""
    st.markdown(
        "**Without a step**: what the model would say if this one alone were left out",
        help=glossary.help_text("Ablation", "Switch off one or several to see them together."),
    )
    left_out = _steps(run, source, digit.digit if digit.is_digit else None)
    image = prepared(source, left_out)
    (outcome,) = predictions([image], cache.classifier(run))
    with st.container(horizontal=True, gap="medium"):
        _of_pair(digit.seen.image, said_of(digit), "As it is read")
        if left_out:
            _of_pair(image, said(outcome), f"Without {_listed(left_out)}")


def _steps(run: Run, source: Source, read_as: int | None) -> frozenset[Step]:
    """Show a switch for each step above the digit without it; return the steps that are off."""
    without = each_left_out(source)
    outcomes = predictions([image for _, image in without], cache.classifier(run))
    left_out = set()
    with st.container(horizontal=True, gap="small", key="preparation_steps"):
        for (step, image), outcome in zip(without, outcomes, strict=True):
            title = _STEPS[step]
            with st.container(width=_STEP_WIDTH, gap="xsmall"):
                is_on = st.toggle(title, True, key=f"step_{step}", help=glossary.help_text(title))
                _picture(image, _WIDTH, f"Without {title.lower()}: {said(outcome)}")
                st.markdown(f"Without: **{said(outcome)}**")
            if not is_on:
                left_out.add(step)
    answers = {step: outcome.answer for (step, _), outcome in zip(without, outcomes, strict=True)}
    needed = frozenset(step for step, answer in answers.items() if answer != read_as)
    st.markdown(
        f"Without {_listed(needed, ' or ')} the answer would be another."
        if needed
        else "None of them alone changes the answer for this digit."
    )
    return frozenset(left_out)


def _of_pair(image: NDArray[np.uint8], answer: str, caption: str) -> None:
    with st.container(width=_PAIR_WIDTH, gap="xsmall"):
        _picture(image, _PAIR_WIDTH, f"{caption}: {answer}")
        st.markdown(f"**{answer}**")
        st.caption(caption)


def _picture(image: NDArray[np.uint8], width: int, alt: str) -> None:
    st.image(enlarged(image, ceil(2 * width / len(image))), width=width, alt=alt)


def _listed(steps: frozenset[Step], last: str = ", ") -> str:
    *others, end = (title.lower() for step, title in _STEPS.items() if step in steps)
    return f"{', '.join(others)}{last}{end}" if others else end
