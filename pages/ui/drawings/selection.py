"""Which drawings are ticked: known by their numbers, on all pages of the gallery."""

from collections.abc import Iterable

import streamlit as st

from core.data.drawing_file import Drawing
from core.data.drawing_folder import MOST
from pages.ui.gallery import Ticks

_TICKED, _STAMP = "drawings_ticked", "drawings_stamp"


def ticked(shown: Iterable[Drawing]) -> list[Drawing]:
    """Return those of `shown` that are ticked: nothing is done to what the filters hide."""
    numbers = _numbers()
    return [drawing for drawing in shown if drawing.number in numbers]


def tick(drawings: Iterable[Drawing]) -> None:
    """Let exactly these be ticked."""
    st.session_state[_TICKED] = frozenset(drawing.number for drawing in drawings)
    st.session_state[_STAMP] = _stamp() + 1


def ticks() -> Ticks:
    """Return what the gallery shows of it, and what it does with a click on a box."""
    return Ticks(_numbers(), _stamp(), _take_over)


def _take_over(given: object) -> None:
    if isinstance(given, list) and len(given) <= MOST:  # a browser may send anything
        st.session_state[_TICKED] = frozenset(each for each in given if isinstance(each, int))


def _numbers() -> frozenset[int]:
    numbers: frozenset[int] = st.session_state.get(_TICKED, frozenset())
    return numbers


def _stamp() -> int:
    stamp: int = st.session_state.get(_STAMP, 0)
    return stamp
