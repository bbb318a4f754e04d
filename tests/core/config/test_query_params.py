"""A configuration in an address: it comes back as it was, and nothing else gets in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.active_settings import active_settings
from core.config.presets import PRESETS
from core.config.query_params import NAMES, from_query, to_query
from core.config.train_config import TrainConfig
from core.errors import DigitLabError
from tests.core.config.test_train_config import CONFIGS


@given(CONFIGS, st.sampled_from(list(PRESETS)))
def test_round_trip(config: TrainConfig, preset: str) -> None:
    """Whatever the preset that it is written against, all settings that matter come back."""
    query = to_query(config, preset)
    name, found = from_query(query)

    assert preset == name
    assert all(isinstance(value, str) for value in query.values())
    assert NAMES >= set(query)
    matter = active_settings(config)
    expected, actual = config.to_dict(), found.to_dict()
    assert {n: expected[n] for n in matter} == {n: actual[n] for n in matter}


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_its_name(preset: str) -> None:
    """A link to a preset holds nothing but its name."""
    assert {"preset": preset} == to_query(PRESETS[preset].config, preset)
    assert (preset, PRESETS[preset].config) == from_query({"preset": preset})


def test_an_address_without_settings_is_the_default() -> None:
    """What belongs to others, such as the run that is looked at, is left alone."""
    assert ("fast", TrainConfig()) == from_query({"run": "20260101-000000-fast_cnn-0000"})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"preset": "../../etc"}, "There is no preset '../../etc'"),
        ({"learning_rate": "fast"}, "learning_rate cannot be 'fast'"),
        ({"learning_rate": "nan"}, "learning_rate must be from"),
        ({"epochs": "3.5"}, "epochs cannot be '3.5'"),
        ({"epochs": "1000000"}, "epochs must be from"),
        ({"epochs": "9" * 5000}, "epochs must be from"),
        ({"units": "77"}, "units cannot be 77"),
        ({"architecture": "<script>"}, "architecture cannot be '<script>'"),
        ({"loss": "binary"}, "set output to sigmoid"),
        ({"seed": ""}, "seed cannot be ''"),
    ],
)
def test_hostile_links(query: dict[str, str], expected: str) -> None:
    """Each is refused with a short message that names the setting."""
    with pytest.raises(DigitLabError, match=expected) as caught:
        from_query(query)
    assert len(str(caught.value)) < 300
