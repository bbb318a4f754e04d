"""Runs: all trainings in one table; one of them closely, or several side by side."""

import streamlit as st

from core.figures.learning_curves import MAX_RUNS
from core.runs.run import PRETRAINED
from pages.ui import cache, navigation
from pages.ui.run_selection import selected
from pages.ui.runs.damaged_runs import damaged_runs
from pages.ui.runs.deletion import undo_bar
from pages.ui.runs.run_bar import run_bar
from pages.ui.runs.run_comparison import comparison
from pages.ui.runs.run_detail import detail
from pages.ui.runs.runs_filter import filter_controls
from pages.ui.runs.runs_table import runs_table


def render() -> None:
    """Lay out the page."""
    st.title("Compare your runs")
    st.markdown(
        f"Every training is a run. Click one to look into it; by their boxes, select up to "
        f"{MAX_RUNS} to compare them."
    )
    summaries = cache.run_summaries()
    if all(summary.run.id == PRETRAINED for summary in summaries):
        _nothing_yet()
    damaged_runs()
    if not summaries:
        return
    wanted, columns = filter_controls()
    runs_table(wanted, columns)
    undo_bar()
    chosen = selected(summaries)
    if not chosen:
        st.caption("No run is selected.")
        return
    to_overlay = run_bar(chosen)
    if len(chosen) == 1:
        detail(chosen[0])
    else:
        comparison(chosen, to_overlay=to_overlay)


def _nothing_yet() -> None:
    st.info(
        "You have not trained anything yet. Train two networks with different settings, and see "
        "here what the difference is worth.",
        icon=":material/model_training:",
    )
    navigation.link("train", "Train a network", ":material/model_training:")


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
