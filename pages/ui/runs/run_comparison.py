"""Several runs side by side: their scores, their curves and the settings that set them apart."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.config.diff import differing, value_in_words
from core.config.train_config import SETTINGS
from core.formats import count, duration, interval, percent
from core.runs.run import Run
from core.runs.summaries import tied_with_best
from core.runs.summary import RunSummary
from core.runs.titles import unique_run_titles
from pages.ui.learning_curves import live_learning_curves
from pages.ui.markdown import plain
from pages.ui.run_selection import tick
from pages.ui.runs.run_editing import delete_button


def comparison(chosen: Sequence[RunSummary]) -> None:
    """Show two runs or more."""
    runs = [summary.run for summary in chosen]
    titles = unique_run_titles(runs)
    _heading(runs)
    st.markdown(_conclusion(chosen, titles))
    live_learning_curves(runs)
    scores, settings = st.columns(2, gap="large")
    with scores:
        _scores(chosen, titles)
    with settings:
        _settings(runs, titles)


def _heading(runs: Sequence[Run]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(f"{len(runs)} runs side by side", anchor=False, width="stretch")
        st.button("Untick all", icon=":material/deselect:", key="untick", on_click=lambda: tick([]))
        delete_button(runs)


def _conclusion(chosen: Sequence[RunSummary], titles: Sequence[str]) -> str:
    """Return which run is best, and whether that can be more than chance."""
    names = {summary.run.id: f"**{plain(t)}**" for summary, t in zip(chosen, titles, strict=True)}
    if len({summary.run.info.fingerprint for summary in chosen}) > 1:
        return "These runs learned from different digits: their accuracies say little together."
    tied = tied_with_best(chosen)
    if not tied:
        return "None of these runs has been evaluated on the test digits yet."
    best, *others = (names[summary.run.id] for summary in tied)
    score = percent(tied[0].test_accuracy or 0.0)
    if others:
        return (
            f"{best} recognises most test digits, {score}. Its 95 % interval overlaps with that "
            f"of {', '.join(others)}: the difference may be chance."
        )
    return f"{best} recognises most test digits, {score}, by more than chance would explain."


def _scores(chosen: Sequence[RunSummary], titles: Sequence[str]) -> None:
    rows = {
        "Test accuracy": [_share(summary.test_accuracy) for summary in chosen],
        "95 % interval": [
            interval(summary.test_interval) if summary.test_interval else "-" for summary in chosen
        ],
        "Test loss": [
            f"{summary.test_loss:.4f}" if summary.test_loss is not None else "-"
            for summary in chosen
        ],
        "Validation accuracy": [_share(summary.validation_accuracy) for summary in chosen],
        "Time": [
            duration(summary.seconds) if summary.seconds is not None else "-" for summary in chosen
        ],
        "Parameters": [
            count(summary.parameters) if summary.parameters else "-" for summary in chosen
        ],
        "Size": [f"{summary.size / 1e6:.1f} MB" for summary in chosen],
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
        rows = {"Digits": digits, **rows}
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


def _share(value: float | None) -> str:
    return "-" if value is None else percent(value)
