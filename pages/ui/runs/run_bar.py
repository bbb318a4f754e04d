"""What one can do with the selected runs: one bar, whatever their number."""

from collections.abc import Sequence

import streamlit as st

from core.runs.summary import RunSummary
from pages.ui import navigation
from pages.ui.run_downloads import downloads
from pages.ui.run_selection import tick
from pages.ui.runs.deletion import delete_button

_COMPARE, _OVERLAY, _EVALUATE, _TRY = "Compare digit by digit", "Overlay", "Evaluate", "Try it"
_COMPARE_ICON, _EVALUATE_ICON = ":material/compare:", ":material/fact_check:"
_TRY_ICON = ":material/draw:"


def run_bar(chosen: Sequence[RunSummary]) -> bool:
    """Show what can be done with the runs, at least one; return whether to go to the overlay."""
    with st.container(horizontal=True, vertical_alignment="center", key="run_bar"):
        _compare(chosen)
        overlay = st.button(
            _OVERLAY,
            icon=":material/stacked_line_chart:",
            key="overlay",
            disabled=len(chosen) < 2,
            help="Their learning curves in one chart." if len(chosen) > 1 else _two("or more "),
        )
        _for_one(chosen)
        delete_button(chosen)
        st.button(
            "Clear selection",
            icon=":material/deselect:",
            key="untick",
            type="tertiary",
            on_click=lambda: tick([]),
        )
    return overlay


def _two(more: str = "") -> str:
    return f"Select two {more}runs, by their boxes."


def _compare(chosen: Sequence[RunSummary]) -> None:
    runs = [summary.run for summary in chosen]
    reason = None
    if len(runs) != 2:
        reason = _two()
    elif unusable := [run for run in runs if not run.is_usable]:
        reason = f"{unusable[0].title} has no model to compare."
    if reason is None:
        query = {"run": runs[0].id, "section": "compare", "with": runs[1].id}
        navigation.link("evaluate", _COMPARE, _COMPARE_ICON, **query)
    else:
        st.button(_COMPARE, icon=_COMPARE_ICON, disabled=True, key="compare", help=reason)


def _for_one(chosen: Sequence[RunSummary]) -> None:
    run = chosen[0].run
    if len(chosen) == 1 and run.is_usable:
        navigation.link("evaluate", _EVALUATE, _EVALUATE_ICON, run=run.id)
        navigation.link("predict", _TRY, _TRY_ICON, run=run.id)
    else:
        reason = "Select one run." if len(chosen) > 1 else "It has no model."
        st.button(_EVALUATE, icon=_EVALUATE_ICON, disabled=True, key="evaluate", help=reason)
        st.button(_TRY, icon=_TRY_ICON, disabled=True, key="try", help=reason)
    if len(chosen) == 1:
        downloads(run)
