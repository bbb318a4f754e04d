"""A digit turned, moved, thickened, blurred: the answer follows."""

from collections.abc import Mapping
from functools import partial
from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.analysis.what_if import CHANGES, Amounts, changed
from core.figures.montage import enlarged
from core.inference.prediction import predictions
from core.runs.run import Run
from pages.ui import cache
from pages.ui.cache.insight import flips, probability_curve
from pages.ui.errors import explained
from pages.ui.predict.flip_words import in_words
from pages.ui.predict.said import said

_WIDTH = 120
_SENTENCE_WIDTH = 260  # leaves room for a button beside it, on a phone too
_ALONG, _AGAIN = "what_if_along", "what_if_again"
_FIRST = "rotation"
_HELP = {
    "rotation": "Clockwise; below 0 the other way round.",
    "shift_x": "Below 0 to the left.",
    "shift_y": "Below 0 up.",
    "scale": "100 is as it was read.",
    "thickness": "By how much strokes are wider at each side; below 0 thinner.",
    "blur": "The standard deviation of a Gaussian.",
    "noise": "The standard deviation of normal noise; 255 is full ink.",
}


def what_if(run: Run, image: NDArray[np.uint8]) -> None:
    """Let one change `image`, (28, 28) uint8 as the model gets it, and see the answer follow."""
    section = st.expander("What if", key="what_if", on_change="rerun")
    if section.open:
        with section:
            _playground(run, image)


@st.fragment  # a slider needs no other part of the page
def _playground(run: Run, image: NDArray[np.uint8]) -> None:
    left, right = st.columns((2, 3), gap="large")
    with left:
        shown = st.container(horizontal=True, gap="small", vertical_alignment="center")
        amounts, again = _sliders()
    with shown, explained():
        _answer(run, changed(image, amounts, prepare_again=again))
    with right, explained():
        _curve(run, image, amounts, again)
        _flips(run, image, again)


def _answer(run: Run, image: NDArray[np.uint8]) -> None:
    (outcome,) = predictions([image], cache.classifier(run))
    with st.container(width=_WIDTH):
        st.image(
            enlarged(image, ceil(2 * _WIDTH / len(image))),
            width="stretch",
            alt=f"The changed digit: {said(outcome)}",
        )
    with st.container(width="content", gap="small"):
        st.markdown(f"### {said(outcome)}")
        st.button("Reset", icon=":material/restart_alt:", on_click=_set, args=({},))


def _sliders() -> tuple[Amounts, bool]:
    """Show a slider for each change, and return their amounts and if it is prepared again."""
    amounts = {name: _slider(name) for name in _HELP}
    again = st.toggle(
        "Prepare again",
        key=_AGAIN,
        help="On: the changed digit is shrunk to 20 x 20 and centred again, as every picture is, "
        "so that place and size hardly matter. Off: the model gets it as it is.",
    )
    return amounts, again


def _slider(name: str) -> float:
    change = CHANGES[name]
    key = _key(name)
    st.session_state.setdefault(key, float(change.neutral))
    return float(
        st.slider(
            f"{change.title} ({change.unit})",
            float(change.low),
            float(change.high),
            step=float(change.step),
            format="%g",
            key=key,
            help=_HELP[name],
            on_change=partial(_follow, name),
        )
    )


def _curve(run: Run, image: NDArray[np.uint8], amounts: Amounts, again: bool) -> None:
    from core.figures.what_if_chart import curve_chart, curve_table  # with pandas

    st.session_state.setdefault(_ALONG, _FIRST)
    along = st.selectbox(
        "Curve along",
        list(_HELP),
        format_func=lambda name: CHANGES[name].title,
        key=_ALONG,
        help="The ten probabilities from one end of this slider to the other, the others staying "
        "where they are. Grey: no digit to the model. It follows the slider that is moved.",
    )
    curve = probability_curve(run, image, amounts, along, prepare_again=again)
    st.vega_lite_chart(
        curve_table(curve),
        curve_chart(along),
        alt=f"The ten probabilities along {CHANGES[along].title.lower()}",
    )


def _flips(run: Run, image: NDArray[np.uint8], again: bool) -> None:
    st.markdown(
        "**Smallest flip**: the least change of the digit as it was read that gives another answer",
        help=glossary.help_text("Smallest flip"),
    )
    for question, flip in flips(run, image, prepare_again=again).items():
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(in_words(question, flip), width=_SENTENCE_WIDTH)
            if flip is not None:
                st.button(
                    "Show",
                    key=f"show_flip_{question}",
                    type="tertiary",
                    on_click=_show,
                    args=(flip.amounts,),
                )


def _show(amounts: Amounts) -> None:
    _set(amounts)
    _follow(max(amounts, key=lambda name: abs(amounts[name])))


def _set(amounts: Mapping[str, float]) -> None:
    for name in _HELP:
        st.session_state[_key(name)] = float(amounts.get(name, CHANGES[name].neutral))


def _follow(name: str) -> None:
    st.session_state[_ALONG] = name


def _key(name: str) -> str:
    return f"what_if_{name}"
