"""What sets trainings apart: exactly the settings with an effect whose values differ."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.config.active_settings import active_settings
from core.config.diff import (
    WITHOUT_EFFECT,
    changed,
    differing,
    effective,
    value_in_words,
)
from core.config.train_config import SETTINGS, TrainConfig

SIMPLE = {
    "epochs": [1, 2, 30],
    "batch_size": [32, 128],
    "learning_rate": [0.001, 0.01],
    "optimizer": ["adam", "adamw", "sgd"],
    "seed": [0, 7],
    "train_fraction": [0.25, 1.0],
    "weight_decay": [0.0, 0.1],
}
CONFIGS = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in SIMPLE.items()})


@given(st.lists(CONFIGS, min_size=1, max_size=5))
def test_differing_is_what_has_several_values(settings: list[dict[str, Any]]) -> None:
    """A setting is named if and only if two configurations show it differently."""
    configs = [TrainConfig(**chosen) for chosen in settings]
    shown = {name: {value_in_words(config, name) for config in configs} for name in SETTINGS}

    assert [name for name in SETTINGS if len(shown[name]) > 1] == differing(configs)


@given(CONFIGS, CONFIGS)
def test_the_order_of_the_configurations_does_not_matter(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """What differs between two is the same from either side, and nothing from oneself."""
    one, other = TrainConfig(**first), TrainConfig(**second)

    assert differing([one, other]) == differing([other, one])
    assert [] == differing([one, one])


def test_nothing_differs_within_one_or_none() -> None:
    """One configuration has nothing to differ from."""
    assert ([], []) == (differing([]), differing([TrainConfig()]))


def test_setting_without_effect_is_no_difference() -> None:
    """Weight decay counts only where an optimiser uses it; elsewhere it is shown as "-"."""
    idle = [TrainConfig(optimizer="sgd", weight_decay=decay) for decay in (0.0, 0.1)]
    used = TrainConfig(optimizer="adamw", weight_decay=0.1)

    assert [] == differing(idle)
    assert ["optimizer", "weight_decay"] == differing([idle[1], used])
    assert (WITHOUT_EFFECT, "0.1") == (
        value_in_words(idle[1], "weight_decay"),
        value_in_words(used, "weight_decay"),
    )


@given(CONFIGS)
def test_changed_is_the_difference_from_the_defaults(settings: dict[str, Any]) -> None:
    """What is not named may be set back to its default without any effect."""
    config = TrainConfig(**settings)
    named = {name: getattr(config, name) for name in changed(config)}

    assert effective(config) == {
        name: value
        for name, value in effective(replace(TrainConfig(), **named)).items()
        if name in active_settings(config)
    }


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_can_be_told(name: str) -> None:
    """Each setting has words for its default, unless it has no effect."""
    config = TrainConfig()

    assert (name in active_settings(config)) == (value_in_words(config, name) != WITHOUT_EFFECT)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("optimizer", "sgd", "SGD"),
        ("batch_size", 1024, "1024"),
        ("train_fraction", 0.25, "25 %"),
        ("learning_rate", 1e-05, "1e-05"),
        ("seed", 12345, "12,345"),
    ],
)
def test_value_in_words(name: str, value: float | str, expected: str) -> None:
    """Choices by their label, shares in percent, numbers without needless digits."""
    assert expected == value_in_words(TrainConfig(**{name: value}), name)


@given(st.sampled_from(["epochs", "seed"]), st.integers(1, 50))
def test_one_change_is_one_name(name: str, value: int) -> None:
    """Changing one setting names that one."""
    assume(value != SETTINGS[name].default)

    assert [name] == differing([TrainConfig(), replace(TrainConfig(), **{name: value})])
