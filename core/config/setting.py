"""What a setting of a training is: its range, its default and its explanation, in one place.

Sliders, validation and the command line all read the same `Setting`, so none of them can disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.errors import DigitLabError

Value = int | float | str
"""What a setting can be."""

_TYPE_NAMES = {int: "a whole number", float: "a number", str: "a name"}


@dataclass(frozen=True)
class Setting:
    """One setting.

    `label` is a term of the glossary, which `help` explains without its formula. `low` and `high`
    bound a number (both included); `choices` maps each allowed value to its label where only
    certain values make sense. `shown` says which control fits.
    """

    label: str
    default: Value
    help: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: Mapping[Any, str] | None = None
    shown: Literal["slider", "log slider", "percent", "number", "list", "steps"] = "slider"

    def check(self, name: str, value: object) -> None:
        """Raise `DigitLabError` unless `value` has the default's type and lies in range."""
        kind = type(self.default)
        accepted = (int, float) if kind is float else kind
        if isinstance(value, bool) or not isinstance(value, accepted):
            raise DigitLabError(f"{name} must be {_TYPE_NAMES[kind]}, not {value!r:.60}.")
        if self.choices is not None and value not in self.choices:
            options = ", ".join(map(str, self.choices))
            raise DigitLabError(f"{name} cannot be {value!r:.60}; choose one of: {options}.")
        if self.low is not None and self.high is not None and not self._within(value):
            raise DigitLabError(
                f"{name} must be from {self.low} to {self.high}, not {value!r:.60}."
            )

    def _within(self, value: Any) -> bool:  # noqa: ANN401 - int or float, checked before
        # NaN compares false with everything, so it is refused here too.
        return bool(self.low <= value <= self.high)


def setting(default: Value, label: str, **limits: Any) -> Any:  # noqa: ANN401
    """Return a dataclass field that carries its `Setting`."""
    described = Setting(label=label, default=default, **limits)
    return field(default=default, metadata={"setting": described})
