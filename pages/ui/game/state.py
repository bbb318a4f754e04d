"""The round that is played in this session: begun, followed stroke by stroke, and ended."""

import time
from random import SystemRandom

import streamlit as st

from core.game.round import Round, give_up, new_round, read, skip
from core.inference import ReadDigit
from pages.ui.drawing import canvas

CANVAS = "game"
"""The key of the canvas that is drawn on."""

_ROUND, _SEEN, _DONE = "game_round", "game_seen", "game_done"


def playing() -> Round | None:
    """Return the round of this session, None before the first."""
    found: Round | None = st.session_state.get(_ROUND)
    return found


def begin() -> None:
    """Begin a round, on an empty canvas."""
    _put(new_round(SystemRandom(), time.monotonic()))
    _turn_over()
    st.session_state[_DONE] = set()


def leave() -> None:
    """Forget the round."""
    st.session_state.pop(_ROUND, None)


def follow(round_: Round, seen: ReadDigit | None) -> bool:
    """Take over what is on the canvas now, None for nothing; say whether the digit was read."""
    before: ReadDigit | None = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = seen
    if seen is None:
        _put(give_up(round_, _read_as(before)))
    elif seen.is_digit and seen.digit == round_.digit:
        _put(read(round_, seen.seen.image, time.monotonic()))
        _turn_over()
        return True
    return False


def skip_digit() -> None:
    """Go on to the next digit without this one."""
    round_ = playing()
    if round_ is None or round_.is_over:  # a second click on the last digit's button
        return
    seen: ReadDigit | None = st.session_state.get(_SEEN)
    image = None if seen is None else seen.seen.image
    _put(skip(round_, image, _read_as(seen), time.monotonic()))
    _turn_over()


def is_done(what: str) -> bool:
    """Whether `what` was done with the round, as keeping its drawings."""
    return what in st.session_state.get(_DONE, ())


def done(what: str) -> None:
    """Remember that `what` was done with the round."""
    st.session_state.setdefault(_DONE, set()).add(what)


def _put(round_: Round) -> None:
    st.session_state[_ROUND] = round_


def _turn_over() -> None:
    st.session_state[_SEEN] = None
    canvas.clear(CANVAS)


def _read_as(seen: ReadDigit | None) -> int | None:
    return seen.digit if seen is not None and seen.is_digit else None
