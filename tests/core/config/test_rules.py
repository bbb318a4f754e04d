"""What excludes what: every combination of the settings that a rule names is tried."""

import argparse
from itertools import product

import pytest

from core.cli.options import add_settings
from core.config.presets import PRESETS
from core.config.rules import RULES, conflict, excluded_choices, notes, reconciled
from core.config.setting import Value
from core.config.train_config import SETTINGS, TrainConfig
from core.errors import DigitLabError

INVOLVED = sorted({rule.setting for rule in RULES}.union(*(rule.needs for rule in RULES)))
DEFAULTS = TrainConfig().to_dict()
COMBINATIONS = [
    dict(zip(INVOLVED, chosen, strict=True))
    for chosen in product(*(SETTINGS[name].choices or () for name in INVOLVED))
]


def is_accepted(values: dict[str, Value]) -> bool:
    """Whether there is a configuration with these settings."""
    try:
        TrainConfig.from_dict(values)
    except DigitLabError:
        return False
    return True


def test_the_rules_are_about_output_loss_and_augmentation() -> None:
    """With these all combinations are few enough to be tried."""
    assert ["augmentation", "loss", "output"] == INVOLVED
    assert 2 * 4 * 5 == len(COMBINATIONS)


@pytest.mark.parametrize("values", COMBINATIONS, ids=lambda values: "-".join(values.values()))
def test_accepted_unless_excluded(values: dict[str, Value]) -> None:
    """Binary cross-entropy needs sigmoid; what is no digit needs softmax and a categorical
    cross-entropy; all other combinations there are, and a refused one says what a rule says."""
    binary = values["loss"] == "binary" and values["output"] != "sigmoid"
    categorical = values["output"] == "softmax" and values["loss"] in ("sparse", "categorical")
    nondigits = values["augmentation"] == "world" and not categorical

    assert (binary or nondigits) == (conflict(DEFAULTS | values) is not None)
    assert (conflict(DEFAULTS | values) is None) == is_accepted(values)
    if not is_accepted(values):
        with pytest.raises(DigitLabError) as caught:
            TrainConfig.from_dict(values)
        assert str(caught.value) in {f"{rule.reason}: {rule.remedy}." for rule in RULES}


@pytest.mark.parametrize("values", COMBINATIONS, ids=lambda values: "-".join(values.values()))
def test_reconciled_is_always_accepted(values: dict[str, Value]) -> None:
    """What the controls may hold becomes a configuration, in which nothing changed that may
    stay, and what changed is at its default."""
    settled = reconciled(DEFAULTS | values, DEFAULTS)

    assert is_accepted(settled)
    assert settled == DEFAULTS | values or not is_accepted(values)
    assert all(settled[name] in (values[name], DEFAULTS[name]) for name in INVOLVED)
    assert settled["output"] == values["output"]


@pytest.mark.parametrize("setting", INVOLVED)
@pytest.mark.parametrize("values", COMBINATIONS, ids=lambda values: "-".join(values.values()))
def test_a_choice_left_out_is_one_that_would_be_refused(
    values: dict[str, Value], setting: str
) -> None:
    """Whoever made it nevertheless would not get it; every other choice is kept when made."""
    shown = reconciled(DEFAULTS | values, DEFAULTS)
    excluded = excluded_choices(setting, shown)

    for choice in SETTINGS[setting].choices or ():
        made = shown | {setting: choice}
        assert (choice in excluded) == (reconciled(made, DEFAULTS)[setting] != choice)
        assert choice not in excluded or not is_accepted(made)


def test_help_texts_tell_what_a_choice_needs() -> None:
    """The form's help and the command line's hold the sentence of each rule."""
    parser = argparse.ArgumentParser()
    add_settings(parser)
    shown = " ".join(parser.format_help().split())

    for rule in RULES:
        assert f"{rule.reason}." in notes(rule.setting)
        assert SETTINGS[rule.setting].help.endswith(notes(rule.setting))
        assert f"{rule.reason}." in shown.replace("- ", "-")


def test_rules_name_settings_and_choices_that_there_are() -> None:
    """A choice that was renamed would leave its rule without effect; no default needs anything."""
    for rule in RULES:
        assert rule.choice in (SETTINGS[rule.setting].choices or ())
        assert rule.choice != SETTINGS[rule.setting].default
        for name, allowed in rule.needs.items():
            assert set(allowed) < set(SETTINGS[name].choices or ())


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_have_no_conflict(preset: str) -> None:
    """Nothing in a preset gives way when the form is filled with it."""
    values = PRESETS[preset].config.to_dict()

    assert values == reconciled(values, DEFAULTS)
