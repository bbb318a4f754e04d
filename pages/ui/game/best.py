"""The table of the best, and the way into it for who wants to be there."""

from datetime import UTC, datetime

import streamlit as st

from core.formats import counted
from core.game.best_table import LONGEST_NAME, Best, BestTable
from core.game.round import Round
from pages.ui.errors import explained
from pages.ui.game import state
from pages.ui.markdown import plain
from pages.ui.people.person import person, person_control

_ENTERED = "entered"
_MOST = 20
_HELP = (
    "Your name, the score, the time and the day are then seen by all who use this app. Without it "
    "nothing of this round is kept."
)


def enter(played: Round) -> None:
    """Offer to put a round into the table under the player's name."""
    if state.is_done(_ENTERED):
        st.caption("You are in the table, with your best round.")
        return
    name = person()
    with st.container(horizontal=True, vertical_alignment="center"):
        person_control()
        asked = st.button(
            f"Enter the table as {plain(name)}" if name else "Enter the table",
            icon=":material/leaderboard:",
            key="enter_table",
            disabled=name is None,
            help=_HELP if name else f"Give your name first. {_HELP}",
        )
    if asked and name:
        with explained():
            now = datetime.now(UTC)
            BestTable().add(Best(name[:LONGEST_NAME], played.score, played.seconds, now))
            state.done(_ENTERED)
            st.rerun()


def show_best() -> None:
    """Show the best round of each name that is in the table."""
    best = BestTable().top(_MOST)
    if not best:
        st.caption("Nobody is in the table yet: a round goes in if its player wants to.")
        return
    st.header("The best")
    lines = ["| | Name | Read | Time | Day |", "| --: | :-- | --: | --: | :-- |"]
    lines += [_line(place, each) for place, each in enumerate(best, 1)]
    st.markdown("\n".join(lines))
    if len(best) == _MOST:
        st.caption(f"The best {counted(_MOST, 'player')}.")


def _line(place: int, best: Best) -> str:
    score, time = f"{best.score} of 10", f"{best.seconds:.1f} s"
    day = f"{best.time:%Y-%m-%d}".replace("-", "\N{NON-BREAKING HYPHEN}")
    cells = (place, plain(best.name), _unbroken(score), _unbroken(time), day)
    return f"| {' | '.join(map(str, cells))} |"


def _unbroken(words: str) -> str:
    return words.replace(" ", "\N{NO-BREAK SPACE}")
