"""The settings of a training are checked where they are made, and survive being written down."""

import json
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DigitLabError
from core.training.config import SETTINGS, TrainConfig
from core.training.settings import Setting

NUMBERS = sorted(name for name, setting in SETTINGS.items() if setting.choices is None)
CHOICES = sorted(name for name, setting in SETTINGS.items() if setting.choices is not None)


def allowed(setting: Setting) -> st.SearchStrategy[Any]:
    """Every value a setting accepts."""
    if setting.choices is not None:
        return st.sampled_from(list(setting.choices))
    if isinstance(setting.default, int):
        return st.integers(int(setting.low), int(setting.high))
    return st.floats(setting.low, setting.high)


CONFIGS = st.builds(TrainConfig, **{name: allowed(setting) for name, setting in SETTINGS.items()})


@given(CONFIGS)
def test_round_trip(config: TrainConfig) -> None:
    """Any configuration comes back from JSON as it was."""
    assert config == TrainConfig.from_dict(json.loads(json.dumps(config.to_dict())))


def test_missing_settings_take_their_defaults() -> None:
    """Nothing given means the defaults, every one of which is valid."""
    assert TrainConfig() == TrainConfig.from_dict({})
    assert {name: setting.default for name, setting in SETTINGS.items()} == TrainConfig().to_dict()


def test_frozen() -> None:
    """A configuration cannot be changed after it was checked."""
    with pytest.raises(FrozenInstanceError):
        TrainConfig().epochs = 5  # type: ignore[misc]


@pytest.mark.parametrize("name", SETTINGS)
def test_setting_explains_itself(name: str) -> None:
    """A setting has a label, a help text that is a sentence, and either a range or choices."""
    setting = SETTINGS[name]

    assert setting.label.strip()
    assert setting.help.strip().endswith(".")
    assert (setting.choices is None) == (setting.low is not None and setting.high is not None)
    if setting.choices is not None:
        assert all(label.strip() for label in setting.choices.values())


def test_unknown_setting() -> None:
    """A setting that does not exist is named, with those that do."""
    with pytest.raises(DigitLabError, match="no setting momentum") as caught:
        TrainConfig.from_dict({"momentum": 0.9, "epochs": 2})
    assert all(name in str(caught.value) for name in SETTINGS)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("beyond", ["below", "above"])
def test_out_of_range(name: str, beyond: str) -> None:
    """A number just outside its range is refused; the message names setting, range and value."""
    setting = SETTINGS[name]
    small = 1 if isinstance(setting.default, int) else 1e-9
    value = setting.low - small if beyond == "below" else setting.high + small

    with pytest.raises(DigitLabError) as caught:
        TrainConfig(**{name: value})
    assert f"{name} must be from {setting.low} to {setting.high}, not {value!r}." == str(
        caught.value
    )


@pytest.mark.parametrize("name", NUMBERS)
def test_bounds_belong_to_the_range(name: str) -> None:
    """Both ends of a range are allowed."""
    setting = SETTINGS[name]

    for bound in (setting.low, setting.high):
        assert bound == getattr(TrainConfig(**{name: bound}), name)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_not_a_finite_number(value: float) -> None:
    """NaN and infinity are no learning rates."""
    with pytest.raises(DigitLabError, match=r"learning_rate must be from 1e-05 to 1\.0"):
        TrainConfig(learning_rate=value)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("epochs", True, "epochs must be a whole number, not True"),
        ("epochs", 2.0, "epochs must be a whole number, not 2.0"),
        ("epochs", "3", "epochs must be a whole number, not '3'"),
        ("batch_size", False, "batch_size must be a whole number, not False"),
        ("learning_rate", "0.01", "learning_rate must be a number, not '0.01'"),
        ("learning_rate", True, "learning_rate must be a number, not True"),
        ("dropout", None, "dropout must be a number, not None"),
        ("architecture", 3, "architecture must be a name, not 3"),
        ("optimizer", ["adam"], "optimizer must be a name, not ['adam']"),
    ],
)
def test_wrong_type(name: str, value: object, expected: str) -> None:
    """A value of another type is refused, a bool for a number too."""
    with pytest.raises(DigitLabError) as caught:
        TrainConfig.from_dict({name: value})
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize("name", CHOICES)
def test_not_among_the_choices(name: str) -> None:
    """A value outside the choices is refused, and the choices are named."""
    setting = SETTINGS[name]
    value = 100 if isinstance(setting.default, int) else "perceptron"

    with pytest.raises(DigitLabError, match=f"{name} cannot be {value!r}") as caught:
        TrainConfig(**{name: value})
    assert all(str(choice) in str(caught.value) for choice in setting.choices)


def test_whole_number_for_a_number() -> None:
    """A learning rate of 1 is as good as one of 1.0."""
    assert TrainConfig(learning_rate=1.0) == TrainConfig(learning_rate=1)
