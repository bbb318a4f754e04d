"""What was just deleted, with a button to undo it for as long as it can be."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

import streamlit as st

from core.errors import DigitLabError
from core.files.deletion import UNDO_SECONDS
from pages.ui.markdown import plain

_PROBLEM = "problem_of_undo"


@dataclass(frozen=True)
class _Deleted:
    """What is said of it, how it comes back, and until which second of the monotonic clock."""

    words: str
    undo: Callable[[], None]
    until: float


def offer_undo(key: str, words: str, undo: Callable[[], None]) -> None:
    """Let the bar of this key say that `words`, as in "3 runs", were deleted.

    `undo` brings them back; what of it raises `DigitLabError` is said.
    """
    st.session_state[key] = _Deleted(words, undo, time.monotonic() + UNDO_SECONDS)


def undo_bar(key: str) -> None:
    """Show the bar of this key, if there is something to undo."""
    if problem := st.session_state.pop(_PROBLEM, None):
        st.toast(plain(problem), icon=":material/error:")
    if key in st.session_state:
        _count_down(key)


@st.fragment(run_every=1.0)
def _count_down(key: str) -> None:
    deleted: _Deleted | None = st.session_state.get(key)
    left = deleted.until - time.monotonic() if deleted else 0.0
    if deleted is None or left <= 0:
        st.session_state.pop(key, None)
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="undo_bar"):
        st.markdown(f"**{deleted.words} deleted**, for good in {ceil(left)} s.", width="content")
        if st.button("Undo", icon=":material/undo:", key="undo_delete"):
            _undo(key, deleted)
            st.rerun()


def _undo(key: str, deleted: _Deleted) -> None:
    st.session_state.pop(key, None)
    try:
        deleted.undo()
    except DigitLabError as error:
        st.session_state[_PROBLEM] = str(error)  # said once the whole page runs again
