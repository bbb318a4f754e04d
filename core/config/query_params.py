"""A configuration as the values of an address, as in `?preset=fast&learning_rate=0.002`."""

from collections.abc import Mapping

from core.config.active_settings import active_settings
from core.config.presets import PRESETS
from core.config.train_config import SETTINGS, TrainConfig
from core.errors import DigitLabError

PRESET = "preset"
DEFAULT_PRESET = "fast"
NAMES = frozenset({PRESET, *SETTINGS})
"""The names of an address that belong to a configuration."""

_LONGEST = 40  # characters of a value; more is no setting


def to_query(config: TrainConfig, preset: str = DEFAULT_PRESET) -> dict[str, str]:
    """Return the preset and those settings of `config` that matter and differ from its."""
    base = PRESETS[preset].config.to_dict()
    matter = active_settings(config)
    changed = {
        name: str(value)
        for name, value in config.to_dict().items()
        if name in matter and value != base[name]
    }
    return {PRESET: preset, **changed}


def from_query(query: Mapping[str, str]) -> tuple[str, TrainConfig]:
    """Return the preset's name and the configuration that an address stands for.

    Names that are no setting are left to others. Raises `DigitLabError` for a preset or a value
    that does not exist.
    """
    preset = query.get(PRESET, DEFAULT_PRESET)
    if preset not in PRESETS:
        raise DigitLabError(
            f"There is no preset {preset[:_LONGEST]!r}; there are: {', '.join(PRESETS)}."
        )
    given = {name: value_of(name, text) for name, text in query.items() if name in SETTINGS}
    return preset, TrainConfig.from_dict(PRESETS[preset].config.to_dict() | given)


def value_of(name: str, text: str) -> int | float | str:
    """Return the value of the setting `name` that `text` stands for.

    Raises `DigitLabError` for what the setting cannot be.
    """
    kind = type(SETTINGS[name].default)
    try:
        value = kind(text[:_LONGEST])
    except ValueError as error:
        raise DigitLabError(f"{name} cannot be {text[:_LONGEST]!r}.") from error
    SETTINGS[name].check(name, value)
    return value
