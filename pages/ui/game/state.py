"""The round that is played in this session: begun, followed stroke by stroke, and ended."""

import time
from dataclasses import dataclass
from random import SystemRandom

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data.drawing_details import Details, NewDrawing, Said
from core.data.png import encode_png
from core.game.round import Round, give_up, new_round, read, skip
from core.inference import ReadDigit
from pages.ui.drawing import canvas

CANVAS = "game"
"""The key of the canvas that is drawn on."""

_ROUND, _SEEN, _DONE = "game_round", "game_seen", "game_done"


@dataclass(frozen=True, eq=False)
class Seen:
    """What the model saw on the canvas, (h, w, 3) uint8, and said of it."""

    digit: ReadDigit
    said: Said
    canvas: NDArray[np.uint8]

    @property
    def read_as(self) -> int | None:
        """What it was read as, None for no digit."""
        return self.digit.digit if self.digit.is_digit else None

    def drawn_for(self, asked: int) -> NewDrawing:
        """Return it as a drawing of the digit that was asked for."""
        details = Details(self.said, encode_png(self.canvas))
        return NewDrawing(self.digit.seen.image, asked, details)


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


def follow(round_: Round, seen: Seen | None) -> bool:
    """Take over what is on the canvas now, None for nothing; say whether the digit was read."""
    before: Seen | None = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = seen
    if seen is None:
        _put(give_up(round_, before.read_as if before else None))
    elif seen.read_as == round_.digit:
        _put(read(round_, seen.drawn_for(round_.digit), time.monotonic()))
        _turn_over()
        return True
    return False


def skip_digit() -> None:
    """Go on to the next digit without this one."""
    round_ = playing()
    if round_ is None or round_.is_over:  # a second click on the last digit's button
        return
    seen: Seen | None = st.session_state.get(_SEEN)
    now = time.monotonic()
    if seen is None:
        _put(skip(round_, None, None, now))
    else:
        _put(skip(round_, seen.drawn_for(round_.digit), seen.read_as, now))
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
