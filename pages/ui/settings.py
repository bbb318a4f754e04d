"""One control for each setting of a training, made from its description in `core`."""

from typing import Any

import streamlit as st

from core.training.config import SETTINGS
from core.training.settings import Setting


def control(name: str, *, disabled: bool = False) -> int | float | str:
    """Show the control of the setting called `name` and return its value."""
    setting = SETTINGS[name]
    common = {
        "label": setting.label,
        "help": setting.help,
        "key": f"setting_{name}",
        "disabled": disabled,
        "persist_state": "session",
    }
    match setting.shown:
        case "list":
            return _list(setting, common)
        case "steps":
            return st.select_slider(options=list(setting.choices), value=setting.default, **common)
        case "log slider":
            return _log_slider(setting, common)
        case "percent":
            return st.slider(**_range(setting), format="percent", **common)
        case "number":
            return st.number_input(**_range(setting), **common)
        case _:
            return st.slider(**_range(setting), **common)


def _range(setting: Setting) -> dict[str, Any]:
    kind = type(setting.default)  # Streamlit wants all of one type
    limits = {"min_value": setting.low, "max_value": setting.high, "step": setting.step}
    return {"value": setting.default} | {name: kind(limit) for name, limit in limits.items()}


def _list(setting: Setting, common: dict[str, Any]) -> str:
    options = list(setting.choices)
    return st.selectbox(
        options=options,
        index=options.index(setting.default),
        format_func=lambda option: setting.choices[option],
        **common,
    )


def _log_slider(setting: Setting, common: dict[str, Any]) -> float:
    # Nearly even steps to the eye, round numbers to read.
    numbers = [float(f"{digit}e{power}") for power in range(-8, 4) for digit in (1, 2, 3, 5)]
    options = [number for number in numbers if setting.low <= number <= setting.high]
    return st.select_slider(options=options, value=setting.default, **common)
