"""What to search: the base that all trials share, the ranges, and how many trials."""

from dataclasses import replace
from typing import Any

import streamlit as st

from core import glossary
from core.config.active_settings import active_settings
from core.config.presets import PRESETS
from core.config.query_params import DEFAULT_PRESET
from core.config.setting import Setting
from core.config.train_config import SETTINGS, TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.formats import duration
from core.search.ranges import SEARCHABLE, Between, OneOf, Range, checked, default_range
from core.search.records import MAX_AT_ONCE, MAX_TRIALS
from core.search.sampling import random_trials
from core.search.time_estimate import planned_search_seconds
from pages.ui import cache
from pages.ui.setting_controls import explained, limits, log_steps

_EPOCHS, _FRACTION, _TRIALS = 2, 0.2, 12
_SEARCHED = ("learning_rate", "batch_size")


def search_form(dataset: Dataset) -> dict[str, Any] | None:
    """Show the form; return what to search once its button is clicked, else None."""
    name, base = _base(dataset)
    ranges, valid = _ranges(name, base)
    trials, at_once = _budget()
    with st.container(horizontal=True, vertical_alignment="center"):
        clicked = st.button(
            "Start searching",
            type="primary",
            icon=":material/play_arrow:",
            key="start_search",
            disabled=not valid,
        )
        if valid:
            _estimate(base, ranges, trials, dataset)
    if not clicked:
        return None
    return {"base": base, "ranges": ranges, "trials": trials, "at_once": at_once}


def _base(dataset: Dataset) -> tuple[str, TrainConfig]:
    name = st.selectbox(
        "Base preset",
        list(PRESETS),
        index=list(PRESETS).index(DEFAULT_PRESET),
        format_func=lambda name: PRESETS[name].title,
        key="search_preset",
        persist_state="session",
        help=glossary.help_text(
            "Base preset", "The settings that are not searched come from this one."
        ),
    )
    left, right = st.columns(2)
    few = dataset.name != "mnist"
    values = {
        "epochs": left.slider(**_common("epochs", _EPOCHS), min_value=1, max_value=20),
        "train_fraction": right.slider(
            **_common("train_fraction", 1.0 if few else _FRACTION),
            min_value=0.01,
            max_value=1.0,
            step=0.01,
            format="percent",
        ),
    }
    return name, replace(PRESETS[name].config, **values)


def _common(name: str, value: float) -> dict[str, Any]:
    setting = SETTINGS[name]
    return {
        "label": setting.label,
        "value": value,
        "help": explained(setting),
        "key": f"search_{name}",
        "persist_state": "session",
    }


def _ranges(preset: str, base: TrainConfig) -> tuple[dict[str, Range], bool]:
    names = st.multiselect(
        "Settings to search",
        list(SEARCHABLE),
        default=_SEARCHED,
        format_func=lambda name: SEARCHABLE[name].label,
        key="search_settings",
        persist_state="session",
        help=glossary.help_text("Settings to search"),
    )
    ranges = {name: _range(preset, name, base) for name in names}
    without_effect = [n for n in names if n not in active_settings(base) and len(names) == 1]
    if without_effect:
        st.caption(f"{SEARCHABLE[without_effect[0]].label} has no effect with this preset.")
    try:
        return {name: checked(name, given) for name, given in ranges.items()}, bool(ranges)
    except DigitLabError as error:
        st.error(str(error), icon=":material/error:")
        return {}, False


def _range(preset: str, name: str, base: TrainConfig) -> Range:
    setting, start = SEARCHABLE[name], default_range(name, base)
    common: dict[str, Any] = {
        "label": setting.label,
        "help": explained(setting),
        "key": f"search_range_{name}_{preset}",  # each preset has ranges of its own
        "persist_state": "session",
    }
    if isinstance(start, OneOf):
        return _choices(setting, start, common)
    if setting.shown == "log slider":
        options = sorted({*log_steps(setting, start.low), start.high})
        ends = (start.low, start.high)
        return Between(
            *st.select_slider(options=options, value=ends, format_func="{:g}".format, **common)
        )
    kind: Any = type(setting.default)
    if setting.shown == "percent":
        common["format"] = "percent"
    interval = (kind(start.low), kind(start.high))
    return Between(*st.slider(value=interval, **limits(setting), **common))


def _choices(setting: Setting, start: OneOf, common: dict[str, Any]) -> OneOf:
    labels = dict(setting.choices or {})
    options, common = list(labels), common | {"format_func": labels.__getitem__}
    if setting.shown != "steps":
        return OneOf(tuple(st.multiselect(options=options, default=start.values, **common)))
    ends = (start.values[0], start.values[-1])
    low, high = st.select_slider(options=options, value=ends, **common)
    return OneOf(tuple(options[options.index(low) : options.index(high) + 1]))


def _budget() -> tuple[int, int]:
    left, right = st.columns(2)
    trials = left.number_input(
        "Trials",
        min_value=2,
        max_value=MAX_TRIALS,
        value=_TRIALS,
        key="search_trials",
        persist_state="session",
        help=glossary.help_text(
            "Trials",
            "The search makes so many; the first "
            f"{random_trials(_TRIALS)} of {_TRIALS} are drawn at random, the others where it "
            "looks promising.",
        ),
    )
    at_once = right.number_input(
        "Parallel trials",
        min_value=1,
        max_value=MAX_AT_ONCE,
        value=1,
        key="search_at_once",
        persist_state="session",
        help=glossary.help_text(
            "Parallel trials",
            "One machine trains one after another, so more helps only on a cluster with several "
            "workers. With 1 each trial learns from all before it.",
        ),
    )
    return int(trials), int(at_once)


def _estimate(base: TrainConfig, ranges: dict[str, Range], trials: int, dataset: Dataset) -> None:
    seconds = planned_search_seconds(
        base, ranges, trials, len(dataset.train), cache.slowness(dataset)
    )
    if seconds is not None:
        st.caption(
            f"about **{duration(seconds)}**, less with pruning",
            help="The mean of such trainings as the Train page estimates them, and a few seconds "
            "for saving each, one after another. Others that wait or run come on top.",
        )
