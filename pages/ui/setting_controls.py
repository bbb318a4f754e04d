"""One control for each setting of a training, made from its description in `core`.

A control's value lives in the session's state under `key(name)`, set before the control is shown
(see `pages.ui.train.form`), and stays there while the control is not shown.
"""

from collections.abc import Collection
from typing import Any

import streamlit as st

from core.config.setting import Setting
from core.config.train_config import SETTINGS


def key(name: str) -> str:
    """Return the key of the control of the setting called `name`."""
    return f"setting_{name}"


def control(name: str, without: Collection[object] = ()) -> int | float | str:
    """Show the control of the setting called `name`, some choices left out; return its value."""
    setting = SETTINGS[name]
    common = {
        "label": setting.label,
        "help": setting.help,
        "key": key(name),
        "persist_state": "session",
    }
    choices = [choice for choice in setting.choices or () if choice not in without]
    match setting.shown:
        case "list":
            return st.selectbox(options=choices, format_func=setting.choices.get, **common)
        case "steps":
            return st.select_slider(options=choices, format_func=setting.choices.get, **common)
        case "log slider":
            options = log_steps(setting, st.session_state[key(name)])
            return st.select_slider(options=options, format_func="{:g}".format, **common)
        case "percent":
            return st.slider(**_range(setting), format="percent", **common)
        case "number":
            return st.number_input(**_range(setting), **common)
        case _:
            return st.slider(**_range(setting), **common)


def log_steps(setting: Setting, value: float) -> list[float]:
    """Return round numbers over the range of a setting, nearly even to the eye, and `value`."""
    numbers = {float(f"{digit}e{power}") for power in range(-8, 4) for digit in (1, 2, 3, 5)}
    return sorted({number for number in numbers if setting.low <= number <= setting.high} | {value})


def _range(setting: Setting) -> dict[str, Any]:
    kind = type(setting.default)  # Streamlit wants all of one type
    limits = {"min_value": setting.low, "max_value": setting.high, "step": setting.step}
    return {name: kind(limit) for name, limit in limits.items()}
