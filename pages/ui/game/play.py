"""A round while it is played: the digit that is asked for, the canvas, what was read so far."""

import time

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data.drawing_details import Said
from core.data.pen_strokes import without_paper
from core.formats import with_article
from core.game.round import Round, Turn
from core.inference import read
from core.inference.answer_words import NOT_A_DIGIT
from core.runs.run import Run
from pages.ui import cache
from pages.ui.drawing.canvas import SIZE, canvas
from pages.ui.errors import explained
from pages.ui.gallery import Tile, gallery
from pages.ui.game import state
from pages.ui.game.prompt import prompt
from pages.ui.game.state import Seen

_PEN = 18  # of the drawing's pixels
_TILE = 64  # pixels
_BLANK = np.zeros((28, 28), np.uint8)


@st.fragment
def play(run: Run) -> None:
    """Show the round of this session, and take it on with each stroke."""
    playing = state.playing()
    if playing is None or playing.is_over:
        st.rerun()
    with st.container(horizontal=True, gap="large", key="game_and_turns"):
        left, right = st.container(width=SIZE, gap="small"), st.container(width="stretch")
    with left:
        above = st.container(gap=None)
        drawing = canvas(state.CANVAS, _PEN)
        with st.container(horizontal=True):
            st.button("Skip it", icon=":material/skip_next:", key="skip", on_click=state.skip_digit)
            st.button("End", icon=":material/close:", key="leave", on_click=state.leave)
    with explained():
        seen = None if drawing is None else _read(run, drawing)
        if state.follow(playing, seen):
            st.rerun()
        with above:
            prompt(
                f"Draw {with_article(playing.digit)}",
                _said(playing, seen),
                time.monotonic() - playing.begun,
            )
    with right:
        turns_gallery(playing, "turns")


def turns_gallery(playing: Round, key: str) -> None:
    """Show what was drawn in each turn that is over, if any is."""
    turns = playing.turns
    if not turns:
        st.caption("Each digit that the model reads is shown here, and the next one is asked for.")
        return
    gallery(
        np.stack([_BLANK if turn.drawing is None else turn.drawing.image for turn in turns]),
        [_tile(place, turn) for place, turn in enumerate(turns)],
        label="Digits of this round",
        key=key,
        size=_TILE,
        most=10,
    )


def _read(run: Run, drawing: NDArray[np.uint8]) -> Seen | None:
    digits = read(without_paper(drawing), cache.classifier(run), single=True).digits
    if not digits:
        return None
    digit = digits[0]
    said = Said(run.id, run.title, digit.digit, digit.probability, digit.is_digit)
    return Seen(digit, said, drawing[..., :3])


def _said(playing: Round, seen: Seen | None) -> str:
    place = f"{len(playing.turns) + 1} of {len(playing.asked)}"
    if seen is None:
        return place
    what = NOT_A_DIGIT.lower() if seen.read_as is None else with_article(seen.read_as)
    return f"{place} · read as {what}: go on, or clear it"


def _tile(place: int, turn: Turn) -> Tile:
    caption = str(turn.asked) if turn.was_read else f"{turn.asked} skipped"
    return Tile(place, caption, f"number {place + 1}: {caption}")
