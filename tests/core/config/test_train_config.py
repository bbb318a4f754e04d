"""The settings of a training are checked where they are made, and survive being written down."""

import json
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.setting import Setting
from core.config.train_config import SETTINGS, TrainConfig
from core.data.augmentation import Augmentation
from core.data.mixture import Mixture
from core.errors import DigitLabError

NUMBERS = sorted(name for name, setting in SETTINGS.items() if setting.choices is None)
CHOICES = sorted(name for name, setting in SETTINGS.items() if setting.choices is not None)


def allowed(setting: Setting) -> st.SearchStrategy[Any]:
    """Every value a setting accepts."""
    if setting.choices is not None:
        return st.sampled_from(list(setting.choices))
    if isinstance(setting.default, int):
        return st.integers(int(setting.low), int(setting.high))
    return st.floats(setting.low, setting.high)


EVERYTHING = st.fixed_dictionaries({name: allowed(setting) for name, setting in SETTINGS.items()})


@st.composite
def configs(draw: st.DrawFn) -> TrainConfig:
    """Every configuration whose settings do not exclude one another."""
    settings = draw(EVERYTHING)
    if settings["augmentation"] == "world":
        settings |= {"output": "softmax", "loss": "sparse"}
    elif settings["loss"] == "binary":
        settings["output"] = "sigmoid"
    return TrainConfig(**settings)


CONFIGS = configs()


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
    with pytest.raises(DigitLabError, match="no setting nesterov") as caught:
        TrainConfig.from_dict({"nesterov": 0.9, "epochs": 2})
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
    value = 99 if isinstance(setting.default, int) else "perceptron"

    with pytest.raises(DigitLabError, match=f"{name} cannot be {value!r}") as caught:
        TrainConfig(**{name: value})
    assert all(str(choice) in str(caught.value) for choice in setting.choices)


def test_whole_number_for_a_number() -> None:
    """A learning rate of 1 is as good as one of 1.0."""
    assert TrainConfig(learning_rate=1.0) == TrainConfig(learning_rate=1)


@pytest.mark.parametrize(
    ("earlier", "title"),
    [
        ("softmax", "Softmax regression"),
        ("dense1", "One hidden layer"),
        ("dense2", "Two hidden layers"),
    ],
)
def test_runs_of_earlier_versions_stay_readable(earlier: str, title: str) -> None:
    """Architectures that had names of their own are the sizes of one today."""
    assert title == TrainConfig.from_dict({"architecture": earlier}).network_title


def test_the_earlier_cnn_had_no_dense_layer() -> None:
    """A CNN without its sizes on record was made before it could have a dense layer."""
    assert 0 == TrainConfig.from_dict({"architecture": "cnn", "dropout": 0.5}).hidden_layers
    assert 1 == TrainConfig.from_dict({"architecture": "cnn", "conv_blocks": 2}).hidden_layers


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"loss": "binary"}, "set output to sigmoid, or choose another loss"),
        ({"augmentation": "world", "output": "sigmoid"}, "another augmentation"),
        ({"augmentation": "world", "loss": "mse"}, "another augmentation"),
    ],
)
def test_settings_that_exclude_one_another(settings: dict[str, str], expected: str) -> None:
    """A combination that cannot be trained is refused with the way out."""
    with pytest.raises(DigitLabError, match=expected):
        TrainConfig(**settings)


def test_custom_augmentation_is_what_the_sliders_say() -> None:
    """The sliders count with the custom augmentation alone."""
    strengths = {"rotation": 30.0, "shift": 2.0, "scale": 0.2, "shear": 0.4, "thickness": 1.0}

    mixture = TrainConfig(augmentation="custom", **strengths).mixture
    assert replace(Augmentation(), **strengths) == mixture.augmentation
    assert Mixture() == TrainConfig(**strengths).mixture
