"""One control for each setting of a training, made from its description in `core`.

A control's value lives in the session's state under `key(name)`, set before the control is shown
(see `pages.ui.train.form`), and stays there while the control is not shown.
"""

from collections.abc import Collection
from typing import Any

import streamlit as st

from core import glossary
from core.config.setting import Setting, Value
from core.config.train_config import SETTINGS


def key(name: str) -> str:
    """Return the key of the control of the setting called `name`."""
    return f"setting_{name}"


def filled_key(name: str) -> str:
    """Return where the session keeps what the setting called `name` was filled in with."""
    return f"filled_{name}"


def control(name: str, without: Collection[object] = ()) -> Value:
    """Show the control of the setting called `name`, some choices left out; return its value."""
    setting = SETTINGS[name]
    common: dict[str, Any] = {
        "label": setting.label,
        "help": explained(setting),
        "key": key(name),
        "persist_state": "session",
    }
    labels = dict(setting.choices or {})
    choices = [choice for choice in labels if choice not in without]
    value: Value
    match setting.shown:
        case "list":
            value = st.selectbox(options=choices, format_func=labels.__getitem__, **common)
        case "steps":
            value = st.select_slider(options=choices, format_func=labels.__getitem__, **common)
        case "log slider":
            # With other steps it would be another slider, which forgets the keys just pressed.
            steps = log_steps(setting, st.session_state[filled_key(name)])
            value = st.select_slider(options=steps, format_func="{:g}".format, **common)
        case "percent":
            value = st.slider(**limits(setting), format="percent", **common)
        case "number":
            value = st.number_input(**limits(setting), **common)
        case _:
            value = st.slider(**limits(setting), **common)
    return value


def explained(setting: Setting) -> str:
    """Return the help text of the control of `setting`."""
    return setting.help + glossary.formula(setting.label)


def log_steps(setting: Setting, value: float) -> list[float]:
    """Return round numbers over the range of a setting, nearly even to the eye, and `value`."""
    assert setting.low is not None
    assert setting.high is not None
    numbers = {float(f"{digit}e{power}") for power in range(-8, 4) for digit in (1, 2, 3, 5)}
    return sorted({number for number in numbers if setting.low <= number <= setting.high} | {value})


def limits(setting: Setting) -> dict[str, Any]:
    """Return the bounds and the step of a setting that is a number, as Streamlit's sliders ask."""
    kind: Any = type(setting.default)  # Streamlit wants all of one type
    bounds = {"min_value": setting.low, "max_value": setting.high, "step": setting.step}
    return {name: kind(bound) for name, bound in bounds.items()}
