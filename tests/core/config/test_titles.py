"""One name for one network: presets, runs and the shipped model are called alike."""

from dataclasses import replace

import pytest

from core.config.presets import PRESETS
from core.config.titles import config_title, nearest_preset
from core.runs.store import RunStore


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_gives_its_name(name: str) -> None:
    """A run of a preset as it is has the preset's title, which begins with the network's: only
    the lesson on overfitting is called by what it teaches."""
    preset = PRESETS[name]
    assert preset.title == config_title(preset.config)
    assert name == nearest_preset(preset.config)
    assert preset.title.startswith(preset.config.network_title) or name == "overfitting"


@pytest.mark.parametrize("name", PRESETS)
def test_a_changed_preset_is_called_by_its_network(name: str) -> None:
    """And it is still nearest to its preset; a setting without effect changes nothing."""
    config = PRESETS[name].config
    changed = replace(config, seed=7)
    assert config.network_title == config_title(changed)
    assert name == nearest_preset(changed)
    assert PRESETS[name].title == config_title(replace(config, rotation=20.0))


def test_the_shipped_run_has_the_name_of_its_preset() -> None:
    """It says besides that it came with the program."""
    assert f"Pretrained {PRESETS['best'].title}" == RunStore().get("pretrained").title
