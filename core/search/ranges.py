"""What a search may choose from: for each of its settings an interval or a list of values."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.config.setting import Setting, Value
from core.config.train_config import SETTINGS, TrainConfig
from core.errors import DigitLabError

# Another seed is luck and no better setting, and another share of held-back digits is another
# ruler: trials measured with different ones cannot be compared.
SEARCHABLE: dict[str, Setting] = {
    name: setting
    for name, setting in SETTINGS.items()
    if name not in ("seed", "validation_fraction", "fold")
}
MAX_VALUES = 64
_DIGITS = 3  # significant ones of a number without steps: as many as can matter
_NUMBER = r"[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?"
_INTERVAL = re.compile(rf"({_NUMBER})\.\.({_NUMBER})")


@dataclass(frozen=True)
class Between:
    """Any number from `low` to `high`, both included; in the setting's steps if it has any."""

    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """Return the range as plain data for JSON."""
        return {"low": self.low, "high": self.high}


@dataclass(frozen=True)
class OneOf:
    """One of these values."""

    values: tuple[Value, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the range as plain data for JSON."""
        return {"values": list(self.values)}


Range = Between | OneOf
Ranges = Mapping[str, Range]


def checked(name: str, given: Range) -> Range:
    """Return the range of the setting called `name` in the setting's own type.

    Raises `DigitLabError` for a setting that cannot be searched, a value that it refuses, and a
    range that leaves no choice.
    """
    setting = _searchable(name)
    kind = type(setting.default)
    if isinstance(given, OneOf):
        for value in given.values:
            setting.check(name, value)
        values = tuple(dict.fromkeys(kind(value) for value in given.values))
        if not 2 <= len(values) <= MAX_VALUES:
            raise DigitLabError(
                f"{name} needs from 2 to {MAX_VALUES} different values to choose from, "
                f"not {len(values)}; set one value for all trials in the base instead."
            )
        return OneOf(values)
    if setting.choices is not None:
        options = ", ".join(map(str, setting.choices))
        raise DigitLabError(f"{name} has no numbers between; name some of: {options}.")
    setting.check(name, given.low)
    setting.check(name, given.high)
    if given.high - given.low < (setting.step or 0) or given.low >= given.high:
        raise DigitLabError(
            f"{name} from {given.low} to {given.high} leaves no choice: the second number must "
            f"be larger{f' by at least {setting.step:g}' if setting.step else ''}."
        )
    return Between(_typed(setting, given.low), _typed(setting, given.high))


def parse(name: str, text: str) -> Range:
    """Return the range that `text` stands for, "0.001..0.1" or "adam,adamw".

    An interval of a setting with choices means those that lie in it. Raises `DigitLabError`.
    """
    setting = _searchable(name)
    if match := _INTERVAL.fullmatch(text.strip()):
        low, high = (_number(name, setting, part) for part in match.groups())
        if setting.choices is None:
            return checked(name, Between(low, high))
        return checked(name, OneOf(tuple(c for c in setting.choices if low <= c <= high)))
    parts = tuple(_value(name, setting, part.strip()) for part in text.split(",") if part.strip())
    return checked(name, OneOf(parts))


def from_dict(name: str, data: Mapping[str, Any]) -> Range:
    """Return the range that `to_dict` wrote; raise `DigitLabError` if it is none."""
    if set(data) == {"values"} and isinstance(data["values"], list):
        return checked(name, OneOf(tuple(data["values"])))
    if set(data) == {"low", "high"}:
        return checked(name, Between(data["low"], data["high"]))
    raise DigitLabError(f"{name} has no range that can be read: {data!r:.100}.")


def default_range(name: str, base: TrainConfig) -> Range:
    """Return a range around the base's value that is sensible to search."""
    setting, value = SEARCHABLE[name], getattr(base, name)
    if setting.choices is not None:
        return checked(name, OneOf(_neighbours(setting, value)))
    assert setting.low is not None
    assert setting.high is not None
    if is_logarithmic(setting):
        low, high = _rounded(value / 10), _rounded(value * 10)
    elif value == 0:
        low, high = setting.low, (setting.low + setting.high) / 2
    else:
        low, high = value / 2, value * 2
    if setting.step:
        low, high = (on_step(setting, number) for number in (low, high))
        high = max(high, low + setting.step)
    low, high = max(setting.low, low), min(setting.high, high)
    return checked(name, Between(_typed(setting, low), _typed(setting, high)))


def contains(name: str, given: Range, value: object) -> bool:
    """Say whether `value` is one that a search with this range may choose."""
    if isinstance(given, OneOf):
        return value in given.values
    try:
        SEARCHABLE[name].check(name, value)
    except DigitLabError:
        return False
    return isinstance(value, int | float) and given.low <= value <= given.high


def is_logarithmic(setting: Setting) -> bool:
    """Say whether equal factors, not equal differences, matter alike for a setting."""
    return setting.shown == "log slider" and setting.low is not None and setting.low > 0


def on_step(setting: Setting, number: float) -> float:
    """Return the largest value of a setting in steps that is at most `number`."""
    assert setting.low is not None
    assert setting.step is not None
    steps = math.floor((number - setting.low) / setting.step + 1e-9)
    return round(setting.low + steps * setting.step, 10)


def tidy(name: str, given: Between, number: float) -> Value:
    """Return a drawn number as one would write it, still within its range."""
    setting = SEARCHABLE[name]
    if isinstance(setting.default, int):
        return int(number)
    rounded = round(number, 10) if setting.step else _rounded(number)
    return min(max(rounded, given.low), given.high)


def _searchable(name: str) -> Setting:
    if name in SEARCHABLE:
        return SEARCHABLE[name]
    if name in SETTINGS:
        raise DigitLabError(
            f"{name} cannot be searched: trials would not be comparable. Set it in the base."
        )
    raise DigitLabError(f"There is no setting {name!r:.60}; there are: {', '.join(SEARCHABLE)}.")


def _typed(setting: Setting, number: float) -> float:
    return int(number) if isinstance(setting.default, int) else float(number)


def _neighbours(setting: Setting, value: Value) -> tuple[Value, ...]:
    options = list(setting.choices or ())
    if setting.shown != "steps":
        return tuple(options)
    place = options.index(value)
    start = min(max(0, place - 1), max(0, len(options) - 3))
    return tuple(options[start : start + 3])


def _value(name: str, setting: Setting, text: str) -> Value:
    return text if isinstance(setting.default, str) else _number(name, setting, text)


def _number(name: str, setting: Setting, text: str) -> Any:  # noqa: ANN401 - int or float
    kind = type(setting.default)
    if kind is str:
        raise DigitLabError(
            f"{name} is no number; name some of: {', '.join(setting.choices or ())}."
        )
    try:
        return kind(text)
    except ValueError as error:
        raise DigitLabError(f"{name} cannot be {text!r:.60}; write numbers.") from error


def _rounded(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")
