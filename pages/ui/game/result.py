"""A round that is over: score, time, what was confused; its drawings are kept if one agrees."""

import streamlit as st

from core.data.drawings import Drawings
from core.formats import counted
from core.game.round import Round, confusions, drawn
from pages.ui import navigation
from pages.ui.errors import explained
from pages.ui.game import state
from pages.ui.game.play import turns_gallery
from pages.ui.people.person import person

_KEPT = "kept"
_HELP = (
    "Saved are your drawings, the 28 x 28 pixels that the model was given of each, the digit that "
    "was asked for, what the model said and the time, on the machine that runs this app. They are "
    "then in My drawings."
)


def show_result(played: Round) -> None:
    """Show what came of a round."""
    st.header(f"{played.score} of {len(played.asked)} read in {played.seconds:.1f} s")
    turns_gallery(played, "played")
    _confusions(played)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Play again",
            icon=":material/replay:",
            key="again",
            type="primary",
            on_click=state.begin,
        )
        with explained():
            _keep(played)


def _confusions(played: Round) -> None:
    found = confusions(played)
    if not found:
        st.caption("Nothing that you gave up was read as another digit.")
        return
    st.markdown("**Confused** (drawings that you cleared or skipped)")
    st.markdown("\n".join(f"- {_confusion(*pair)}" for pair in found))


def _confusion(asked: int, read_as: int, times: int) -> str:
    often = f", {counted(times, 'time')}" if times > 1 else ""
    return f"asked for **{asked}**, read as **{read_as}**{often}"


def _keep(played: Round) -> None:
    drawings = drawn(played)
    if state.is_done(_KEPT):
        st.caption("Kept in My drawings.", width="content")
        navigation.link("drawings", "My drawings", ":material/photo_library:")
    elif drawings and st.button(
        f"Keep {counted(len(drawings), 'drawing')}",
        icon=":material/save:",
        key="keep_drawings",
        help=_HELP,
    ):
        Drawings().keep_all(drawings, person())
        state.done(_KEPT)
        st.rerun()
