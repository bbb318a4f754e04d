"""Which choices of a setting exclude which of others, in one place.

Validation, the form, the command line and the help texts all ask these rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.config.augmentations import MIXTURES
from core.config.setting import Value


@dataclass(frozen=True)
class Rule:
    """The `choice` of `setting` needs other settings to have one of the values in `needs`.

    It gives way: where they have none of these, it is `setting` that is changed. Its default
    needs nothing. `reason` and `remedy` together are a sentence for people.
    """

    setting: str
    choice: Value
    needs: Mapping[str, tuple[Value, ...]]
    reason: str
    remedy: str

    def excludes(self, values: Mapping[str, Value]) -> bool:
        """Say whether the settings `values`, by name, have the choice without what it needs."""
        return values[self.setting] == self.choice and not self.allows(values)

    def allows(self, values: Mapping[str, Value]) -> bool:
        """Say whether the other settings of `values`, by name, are such that it can be chosen."""
        return all(values[name] in allowed for name, allowed in self.needs.items())


RULES = (
    Rule(
        "loss",
        "binary",
        {"output": ("sigmoid",)},
        "Binary cross-entropy judges each of ten separate answers, which softmax does not give",
        "set output to sigmoid, or choose another loss",
    ),
    *(
        Rule(
            "augmentation",
            name,
            {"output": ("softmax",), "loss": ("sparse", "categorical")},
            f"Augmentation {name!r} also shows what is no digit, which only a softmax output with "
            "a categorical cross-entropy can learn",
            "choose these, or another augmentation",
        )
        for name, mixture in MIXTURES.items()
        if mixture.nondigits
    ),
)
"""In an order in which a rule's needs are settled before it: none follows that changes them."""


def conflict(values: Mapping[str, Value]) -> str | None:
    """Return what is wrong with all settings by name, and the way out; None when nothing is."""
    return next((f"{r.reason}: {r.remedy}." for r in RULES if r.excludes(values)), None)


def reconciled(values: Mapping[str, Value], defaults: Mapping[str, Value]) -> dict[str, Value]:
    """Return all settings by name without a conflict: what gives way is at its default."""
    settled = dict(values)
    for rule in RULES:
        if rule.excludes(settled):
            settled[rule.setting] = defaults[rule.setting]
    return settled


def excluded_choices(setting: str, values: Mapping[str, Value]) -> frozenset[Value]:
    """Return the choices of `setting` that the other settings of `values`, by name, exclude."""
    return frozenset(
        rule.choice for rule in RULES if rule.setting == setting and not rule.allows(values)
    )


def notes(setting: str) -> tuple[str, ...]:
    """Return a sentence for each choice of `setting` that cannot always be made."""
    return tuple(f"{rule.reason}." for rule in RULES if rule.setting == setting)
