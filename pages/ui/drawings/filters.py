"""Which drawings are shown: whose, which labels, how they were read and by which run, which day."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import streamlit as st

from core import glossary
from core.data import CLASS_COUNT
from core.data.drawing_file import Drawing, artist_of
from core.data.drawing_filter import DrawingFilter, Outcome, day_of
from core.data.drawings import Drawings
from pages.ui import cache
from pages.ui.address.widgets import choice, choices
from pages.ui.people.person import person

T = TypeVar("T")

_WHOSE = {"mine": "Mine", "all": "Everybody's"}
_LABELS = {str(label): label for label in range(CLASS_COUNT)}
_READ = {Outcome.RIGHT: "Right", Outcome.WRONG: "Wrong", Outcome.UNKNOWN: "Unknown"}
_WIDTH = 108  # pixels: three of them fill the row of a phone
_OF_OTHERS = ("page", "digit")  # they are of the drawings that were shown before


def filters(kept: Sequence[Drawing]) -> DrawingFilter:
    """Show the filters and return what was chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        whose = st.segmented_control(
            "Whose",
            list(_WHOSE),
            format_func=_WHOSE.__getitem__,
            required=True,
            **choice("whose", {name: name for name in _WHOSE}, "mine", without=_OF_OTHERS),
            help="Mine are those that were saved under your name; without a name, those that "
            "were saved without one.",
        )
        labels = st.pills(
            "Labels",
            range(CLASS_COUNT),
            selection_mode="multi",
            **choices("labels", _LABELS, without=_OF_OTHERS),
            help=glossary.help_text("Label", "None chosen: all of them."),
        )
        outcome = _pick("Answer", "read", {each.value: each for each in Outcome}, _READ)
        run = _pick("Answered by", "by", *_runs(kept))
        day = _pick("Day", "day", *_days(kept))
    artists = frozenset([artist_of(person())]) if whose == "mine" else None
    return DrawingFilter(artists, frozenset(labels), outcome, run, day)


def _pick(label: str, name: str, options: dict[str, T], titles: dict[T, str]) -> T | None:
    """Show a list of options by their texts in the address; None is what is chosen at first."""
    chosen: T | None = st.selectbox(
        label,
        list(options.values()),
        None,
        format_func=titles.__getitem__,
        **choice(name, options, None, without=_OF_OTHERS),
        placeholder="Any",
        width=_WIDTH,
    )
    return chosen


def _runs(kept: Sequence[Drawing]) -> tuple[dict[str, str], dict[str, str]]:
    said = [known for known in map(Drawings().said, kept) if known is not None]
    titles = {known.run: known.model for known in said}
    titles |= {run.id: run.title for run in cache.store().runs() if run.id in titles}
    return {run: run for run in titles}, titles


def _days(kept: Sequence[Drawing]) -> tuple[dict[str, date], dict[date, str]]:
    days = sorted({day_of(drawing) for drawing in kept}, reverse=True)
    return {str(day): day for day in days}, {day: str(day) for day in days}
