"""How a digit of a picture became the 28x28 pixels that the model reads."""

from math import ceil

import streamlit as st

from core.figures.annotated_picture import preprocessing_images
from core.figures.montage import enlarged
from core.inference import ReadDigit
from pages.ui.cache.readings import Answer
from pages.ui.predict.how_found import how_found

_WIDTH = 114  # pixels; five side by side on a laptop's screen
_STEPS = (
    ("Picture", "Your picture, around the digit."),
    ("Ink", "What is ink and what is paper. Ink is light on dark, as in MNIST."),
    ("Cut out", "The strokes of this digit alone, as large as it was written."),
    ("20 x 20", "Shrunk, its proportions kept, and made as bright as can be."),
    ("28 x 28", "Moved so that its ink is balanced around the middle. The model sees only this."),
)


def preprocessing_steps(answer: Answer, digit: ReadDigit) -> None:
    """Show how a digit was prepared for the model, on demand."""
    section = st.expander("Preprocessing steps", key="preprocessing_steps", on_change="rerun")
    if not section.open:
        return
    with section:
        how_found(answer)
    with section, st.container(horizontal=True, gap="small"):
        images = preprocessing_images(answer.view, digit.seen)
        for (name, words), image in zip(_STEPS, images, strict=True):
            with st.container(width=_WIDTH):
                st.image(
                    enlarged(image, ceil(2 * _WIDTH / len(image))),
                    width=_WIDTH,
                    alt=f"{name}: {words}",
                )
                st.caption(f"**{name}**  \n{words}")
