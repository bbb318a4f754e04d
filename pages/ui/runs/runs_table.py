"""The table of runs, fresh while one of them is going on; ticks stay with their runs."""

from collections.abc import Sequence
from datetime import time
from typing import Any

import pandas as pd
import streamlit as st

from core.config.diff import WITHOUT_EFFECT, differing, effective, in_words
from core.config.setting import Setting, Value
from core.config.train_config import SETTINGS, TrainConfig
from core.formats import interval, percent
from core.runs.run_filter import RunFilter
from core.runs.status import State
from core.runs.summary import RunSummary
from pages.ui import cache
from pages.ui.refresh import refreshed_every
from pages.ui.run_selection import tick, ticked

_KEY = "runs_table"
_SHOWN = "runs_shown"  # the ids of the lines that the browser shows, in their order
_TICKED = "runs_just_ticked"
_REFRESH_SECONDS = 1.0
_STATES = {
    State.QUEUED: "Waiting",
    State.STARTING: "Starting",
    State.TRAINING: "Training",
    State.SAVING: "Saving",
    State.COMPLETED: "Completed",
    State.STOPPED: "Stopped",
    State.INTERRUPTED: "Interrupted",
    State.FAILED: "Failed",
}


def runs_table(wanted: RunFilter) -> None:
    """Show the runs that are `wanted`, again every second while one of all is going on."""
    st.session_state.pop(_TICKED, None)  # the whole page runs: what is below follows by itself
    if _any_active(cache.run_summaries()):
        _live_table(wanted)
    else:
        with st.container():  # as a fragment is one: in another place the table would be a second
            _table(wanted)


@refreshed_every(_REFRESH_SECONDS)
def _live_table(wanted: RunFilter) -> None:
    just_ticked = st.session_state.pop(_TICKED, False)
    if just_ticked or not _any_active(cache.run_summaries()):
        st.rerun()  # for what is below the table; or because nothing changes any more
    _table(wanted)


def _table(wanted: RunFilter) -> None:
    summaries = cache.run_summaries()
    known = {summary.run.id: summary for summary in summaries}
    shown = [known[run.id] for run in wanted.shown([summary.run for summary in summaries])]
    if not shown:
        st.info("No run is like that. Take something off the filter above.")
        return
    names = [
        name
        for name in differing([_config(summary) for summary in shown])
        if name != "architecture"
    ]
    names_known = any(summary.run.info.user for summary in shown)
    several = len({summary.run.info.fingerprint for summary in shown}) > 1
    _keep_ticks([summary.run.id for summary in shown])
    st.dataframe(
        pd.DataFrame([_line(summary, names) for summary in shown]),
        hide_index=True,
        column_config=_columns(names)
        | ({} if several else {"digits": None})
        | ({} if names_known else {"user": None}),
        placeholder="-",
        key=_KEY,
        on_select=_take_ticks,
        selection_mode="multi-row",
        alt="All runs with their state, accuracy, the settings that differ, time and size",
    )


def _keep_ticks(ids: list[str]) -> None:
    # The browser knows ticks by line, and lines move when runs come, go, or are filtered.
    st.session_state[_SHOWN] = ids
    chosen = set(ticked())
    rows = [row for row, run_id in enumerate(ids) if run_id in chosen]
    if rows != sorted(_rows()):
        st.session_state[_KEY] = {"selection": {"rows": rows, "columns": [], "cells": []}}


def _take_ticks() -> None:
    ids = st.session_state[_SHOWN]
    now = [ids[row] for row in _rows() if row < len(ids)]
    hidden = [run_id for run_id in ticked() if run_id not in ids]
    before = [run_id for run_id in ticked() if run_id in now]
    tick([*hidden, *before, *now])
    st.session_state[_TICKED] = True


def _rows() -> list[int]:
    state = st.session_state.get(_KEY)
    return list(state["selection"]["rows"]) if state else []


def _any_active(summaries: Sequence[RunSummary]) -> bool:
    return any(
        summary.run.status.state.is_active or summary.run.needs_rescue for summary in summaries
    )


def _config(summary: RunSummary) -> TrainConfig:
    return summary.run.info.config


def _line(summary: RunSummary, names: Sequence[str]) -> dict[str, Any]:
    config = _config(summary)
    values = effective(config)
    return {
        "star": "★" if summary.run.annotation.starred else "",
        "title": summary.run.title,
        "state": _state(summary),
        "network": config.network_title,
        "test": _hundredfold(summary.test_accuracy),
        "interval": interval(summary.test_interval) if summary.test_interval else None,
        "validation": _hundredfold(summary.validation_accuracy),
        "digits": summary.run.info.dataset_title,
        **{name: _value(name, values.get(name)) for name in names},
        "time": _clock(summary.seconds),
        "parameters": summary.parameters,
        "size": summary.size / 1e6,
        "made": summary.run.info.created,
        "user": summary.run.info.user,
    }


def _state(summary: RunSummary) -> str:
    state = _STATES[summary.run.status.state]
    return state if not summary.progress else f"{state}, {percent(summary.progress, 0)}"


def _value(name: str, value: Value | None) -> str | float | None:
    setting = SETTINGS[name]
    if _is_number(setting):
        figure = None if value is None else float(value)
        return _hundredfold(figure) if setting.shown == "percent" else figure
    return WITHOUT_EFFECT if value is None else in_words(name, value)


def _is_number(setting: Setting) -> bool:
    # Choices such as "128" too, so that the column sorts as numbers do.
    return setting.choices is None or all(str(k) == v for k, v in setting.choices.items())


def _hundredfold(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 6)  # 28, not 28.000000000000004


def _clock(seconds: float | None) -> time | None:
    if seconds is None:
        return None
    minutes, rest = divmod(round(min(max(seconds, 0), 86_399)), 60)
    return time(minutes // 60, minutes % 60, rest)


def _columns(names: Sequence[str]) -> dict[str, Any]:
    column = st.column_config
    return {
        "star": column.TextColumn("★", width=30, pinned=True, help="Starred runs"),
        "title": column.TextColumn("Run", pinned=True, width=230),
        "state": column.TextColumn("State", width=110),
        "network": column.TextColumn("Network", width=140),
        "test": _accuracy_column(
            "Test", "The share of the test digits that the best epoch recognises."
        ),
        "interval": column.TextColumn(
            "95 % interval",
            width=135,
            help="Where the true share lies, with so many test digits. Runs whose intervals "
            "overlap may differ by chance alone.",
        ),
        "validation": _accuracy_column(
            "Validation",
            "The share of the held-back training digits that the best epoch recognises.",
        ),
        "digits": column.TextColumn("Digits", help="What the run learned and was evaluated on."),
        **{name: _setting_column(name) for name in names},
        "time": column.TimeColumn(
            "Time", format="H:mm:ss", width=75, help="Hours, minutes and seconds of training."
        ),
        "parameters": column.NumberColumn(
            "Parameters", format="localized", width=95, help="The numbers that training finds."
        ),
        "size": column.NumberColumn(
            "Size", format="%.1f MB", width=75, help="What the run takes on disk."
        ),
        "made": column.DatetimeColumn("Made", format="D MMM, HH:mm", width=105),
        "user": column.TextColumn("By", help="Who was signed in."),
    }


def _accuracy_column(label: str, told: str) -> Any:  # noqa: ANN401 - as below
    return st.column_config.NumberColumn(label, help=told, format="%.2f %%", width=95)


def _setting_column(name: str) -> Any:  # noqa: ANN401 - Streamlit keeps its type to itself
    setting = SETTINGS[name]
    if not _is_number(setting):
        return st.column_config.TextColumn(setting.label, help=setting.help)
    written = "%g %%" if setting.shown == "percent" else "%g"
    return st.column_config.NumberColumn(setting.label, help=setting.help, format=written)
