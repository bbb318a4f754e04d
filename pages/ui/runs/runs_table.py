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


@st.fragment(run_every=_REFRESH_SECONDS)
def _live_table(wanted: RunFilter) -> None:
    cache.jobs().tend()
    just_ticked = st.session_state.pop(_TICKED, False)
    if just_ticked or not _any_active(cache.run_summaries()):
        st.rerun()  # for what is below the table; or because nothing changes any more
    _table(wanted)


def _table(wanted: RunFilter) -> None:
    summaries = cache.run_summaries()
    known = {one.run.id: one for one in summaries}
    shown = [known[run.id] for run in wanted.shown([one.run for one in summaries])]
    if not shown:
        st.info("No run is like that. Take something off the filter above.")
        return
    names = [name for name in differing([_config(one) for one in shown]) if name != "architecture"]
    several = len({one.run.info.fingerprint for one in shown}) > 1
    _keep_ticks([one.run.id for one in shown])
    st.dataframe(
        pd.DataFrame([_line(one, names) for one in shown]),
        hide_index=True,
        column_config=_columns(names) | ({} if several else {"digits": None}),
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
    return any(one.run.status.state.is_active or one.run.needs_rescue for one in summaries)


def _config(one: RunSummary) -> TrainConfig:
    return one.run.info.config


def _line(one: RunSummary, names: Sequence[str]) -> dict[str, Any]:
    config = _config(one)
    values = effective(config)
    return {
        "star": "★" if one.run.annotation.starred else "",
        "title": one.run.title,
        "state": _state(one),
        "network": config.network_title,
        "test": _hundredfold(one.test_accuracy),
        "interval": interval(one.test_interval) if one.test_interval else None,
        "validation": _hundredfold(one.validation_accuracy),
        "digits": one.run.info.dataset_title,
        **{name: _value(name, values.get(name)) for name in names},
        "time": _clock(one.seconds),
        "parameters": one.parameters,
        "size": one.size / 1e6,
        "made": one.run.info.created,
    }


def _state(one: RunSummary) -> str:
    state = _STATES[one.run.status.state]
    return state if not one.progress else f"{state}, {percent(one.progress, 0)}"


def _value(name: str, value: Value | None) -> str | float | None:
    if _is_number(SETTINGS[name]):
        return None if value is None else float(value)
    return WITHOUT_EFFECT if value is None else in_words(name, value)


def _is_number(setting: Setting) -> bool:
    # Choices such as "128" too, so that the column sorts as numbers do.
    return setting.choices is None or all(str(k) == v for k, v in setting.choices.items())


def _hundredfold(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _clock(seconds: float | None) -> time | None:
    if seconds is None:
        return None
    minutes, rest = divmod(round(min(max(seconds, 0), 86_399)), 60)
    return time(minutes // 60, minutes % 60, rest)


def _columns(names: Sequence[str]) -> dict[str, Any]:
    column = st.column_config
    accuracy = {"format": "%.2f %%", "width": 95}
    return {
        "star": column.TextColumn("★", width=30, pinned=True, help="Starred runs"),
        "title": column.TextColumn("Run", pinned=True, width=230),
        "state": column.TextColumn("State", width=110),
        "network": column.TextColumn("Network", width=140),
        "test": column.NumberColumn(
            "Test", help="The share of the test digits that the best epoch recognises.", **accuracy
        ),
        "interval": column.TextColumn(
            "95 % interval",
            width=135,
            help="Where the true share lies, with so many test digits. Runs whose intervals "
            "overlap may differ by chance alone.",
        ),
        "validation": column.NumberColumn(
            "Validation",
            help="The share of the held-back training digits that the best epoch recognises.",
            **accuracy,
        ),
        "digits": column.TextColumn("Digits", help="What the run learned and was judged from."),
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
    }


def _setting_column(name: str) -> Any:  # noqa: ANN401 - Streamlit keeps its type to itself
    setting = SETTINGS[name]
    if not _is_number(setting):
        return st.column_config.TextColumn(setting.label, help=setting.help)
    number = "percent" if setting.shown == "percent" else "%g"
    return st.column_config.NumberColumn(setting.label, help=setting.help, format=number)
