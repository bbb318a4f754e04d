"""What sets trainings apart: the settings that differ between them, or from the defaults."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.config.active_settings import active_settings
from core.config.setting import Value
from core.config.train_config import SETTINGS, TrainConfig
from core.formats import count, percent

WITHOUT_EFFECT = "-"


@dataclass(frozen=True)
class Change:
    """A setting that differs from what it was, in words: its label, its value and that before."""

    label: str
    value: str
    before: str

    def __str__(self) -> str:
        """Return it as in "learning rate 0.01 (0.001)"."""
        was = "" if self.before == WITHOUT_EFFECT else f" ({self.before})"
        return f"{self.label[0].lower()}{self.label[1:]} {self.value}{was}"


def effective(config: TrainConfig) -> dict[str, Value]:
    """Return the settings that have an effect on a training with `config`, in order."""
    with_effect = active_settings(config)
    return {name: getattr(config, name) for name in SETTINGS if name in with_effect}


def differing(configs: Sequence[TrainConfig]) -> list[str]:
    """Return the names of the settings in which `configs` differ, in the order of `SETTINGS`.

    A setting differs too where it has an effect in some and none in others.
    """
    values = [effective(config) for config in configs]
    return [name for name in SETTINGS if len({each.get(name) for each in values}) > 1]


def changed(config: TrainConfig) -> list[str]:
    """Return the names of the settings with an effect that are not at their default, in order."""
    return [name for name, value in effective(config).items() if value != SETTINGS[name].default]


def changes(config: TrainConfig, base: TrainConfig) -> list[Change]:
    """Return the settings with an effect on `config` in which it is not as `base`, in order."""
    return [
        Change(SETTINGS[name].label, value_in_words(config, name), value_in_words(base, name))
        for name in differing([base, config])
        if name in effective(config)
    ]


def value_in_words(config: TrainConfig, name: str) -> str:
    """Return the value of one setting as people read it, "-" where it has no effect."""
    value = effective(config).get(name)
    return WITHOUT_EFFECT if value is None else in_words(name, value)


def in_words(name: str, value: Value) -> str:
    """Return a `value` of the setting called `name` as people read it."""
    setting = SETTINGS[name]
    if setting.choices is not None:
        return setting.choices[value]
    if setting.shown == "percent":
        return percent(float(value), 0)
    return count(value) if isinstance(value, int) else f"{value:g}"
