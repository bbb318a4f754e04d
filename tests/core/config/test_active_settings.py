"""Which settings matter: changing one that does not leaves the training as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.active_settings import active_settings
from core.config.train_config import SETTINGS, TrainConfig
from core.networks.architectures import network
from tests.core.config.test_train_config import CONFIGS, allowed


@given(CONFIGS, st.data())
def test_a_setting_without_effect_changes_nothing(config: TrainConfig, data: st.DataObject) -> None:
    """The layers and the changes of digits stay the same whatever its value."""
    names = sorted(set(SETTINGS) - active_settings(config))
    values = {name: data.draw(allowed(SETTINGS[name]), label=name) for name in names}
    other = TrainConfig.from_dict(config.to_dict() | values)

    assert network(config) == network(other)
    assert config.mixture == other.mixture
    assert active_settings(config) == active_settings(other)


@pytest.mark.parametrize(
    ("settings", "matters", "does_not"),
    [
        ({}, {"epochs", "optimizer", "seed", "loss"}, {"units", "kernel", "rotation"}),
        ({"optimizer": "adamw"}, {"weight_decay"}, {"dropout"}),
        ({"optimizer": "muon"}, {"weight_decay"}, {"dropout"}),
        ({"optimizer": "adam"}, set(), {"weight_decay"}),
        ({"architecture": "dense"}, {"units", "hidden_layers", "dropout"}, {"filters"}),
        ({"architecture": "dense", "hidden_layers": 0}, {"hidden_layers"}, {"units", "dropout"}),
        ({"architecture": "cnn", "hidden_layers": 0}, {"kernel", "dropout"}, {"units"}),
        ({"augmentation": "custom"}, {"rotation", "thickness"}, set()),
    ],
)
def test_examples(settings: dict[str, str | int], matters: set[str], does_not: set[str]) -> None:
    """Sizes belong to their networks, strengths to the custom augmentation."""
    names = active_settings(TrainConfig.from_dict(settings))
    assert matters <= names
    assert not does_not & names
