"""Several runs side by side: their scores, their curves and the settings that set them apart."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.config.diff import differing, value_in_words
from core.config.train_config import SETTINGS
from core.runs.columns import COLUMNS
from core.runs.run import Run
from core.runs.summary import RunSummary
from core.runs.titles import unique_run_titles
from pages.ui.errors import explained
from pages.ui.learning_curves import live_learning_curves
from pages.ui.runs.run_verdict import run_verdict
from pages.ui.scroll_to import scroll_to

_SCORES = ("test", "interval", "loss", "validation", "time", "parameters", "size")


def comparison(chosen: Sequence[RunSummary], *, to_overlay: bool) -> None:
    """Show two runs or more; with `to_overlay` the page goes to their curves."""
    runs = [summary.run for summary in chosen]
    titles = unique_run_titles(runs)
    st.subheader(f"{len(runs)} runs side by side", anchor=False)
    verdict = st.container()
    with st.container(gap=None):
        scroll_to("overlay" if to_overlay else "", key="reveal_overlay")
        live_learning_curves(runs)
    scores, settings = st.columns(2, gap="large")
    with scores:
        _scores(chosen, titles)
    with settings:
        _settings(runs, titles)
    with verdict, explained():  # last: runs that nobody has evaluated yet take some seconds
        run_verdict(runs, titles)


def _scores(chosen: Sequence[RunSummary], titles: Sequence[str]) -> None:
    rows = {
        column.label: [column.text(summary) for summary in chosen]
        for column in (COLUMNS[name] for name in _SCORES)
    }
    st.markdown("**Scores**")
    _side_by_side(rows, titles, "Scores of each run")


def _settings(runs: Sequence[Run], titles: Sequence[str]) -> None:
    configs = [run.info.config for run in runs]
    rows = {
        SETTINGS[name].label: [value_in_words(config, name) for config in configs]
        for name in differing(configs)
    }
    digits = [run.info.dataset_title for run in runs]
    if len(set(digits)) > 1:
        rows = {"Dataset": digits, **rows}
    st.markdown("**Settings that differ**")
    if not rows:
        st.caption("None: all settings with an effect are the same.")
        return
    _side_by_side(rows, titles, "The settings in which the runs differ")


def _side_by_side(rows: dict[str, list[str]], titles: Sequence[str], alt: str) -> None:
    # Titles are a person's words and may be the name of a column twice; positions are not.
    table = pd.DataFrame.from_dict(
        {label: [label, *values] for label, values in rows.items()}, orient="index"
    )
    names = {0: "what"} | {i: f"run {i}" for i in range(1, len(titles) + 1)}
    st.dataframe(
        table.rename(columns=names),
        hide_index=True,
        column_config={"what": st.column_config.TextColumn("", pinned=True, width=130)}
        | {f"run {i}": title for i, title in enumerate(titles, start=1)},
        height="content",
        alt=alt,
    )
