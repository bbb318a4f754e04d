"""Choosing a preset: one click, what it teaches, what it came to when it was measured."""

import streamlit as st

from core.config.diff import changes
from core.config.preset_results import preset_result
from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.data import Dataset
from core.formats import duration, percent
from core.training.time_estimate import expected_seconds
from pages.ui import cache
from pages.ui.markdown import plain
from pages.ui.train import form
from pages.ui.train.preset_rows import PresetRow, preset_rows


def preset_choice(config: TrainConfig, dataset: Dataset) -> None:
    """Show a row for each preset, what the chosen one teaches, and what was changed of it."""
    chosen, changed = form.preset(), changes_of(config)
    rows = [_row(name, dataset, changed=name == chosen and bool(changed)) for name in PRESETS]
    preset_rows(rows, chosen, key=form.PRESETS_KEY, on_click=fill)
    if changed:
        _changed(chosen, changed)
    else:
        st.caption(PRESETS[chosen].teaches)


def changes_of(config: TrainConfig) -> list[str]:
    """Return in words what `config` changes of the chosen preset."""
    return [str(change) for change in changes(config, PRESETS[form.preset()].config)]


def reset_button() -> None:
    """Offer to undo what was changed."""
    told = f"Undo the changes: {PRESETS[form.preset()].title} as it was."
    st.button(
        "Reset",
        icon=":material/undo:",
        key="reset",
        type="tertiary",
        on_click=fill,
        args=(form.preset(),),
        help=told,
    )


def fill(name: str) -> None:
    """Set the form to a preset."""
    if name in PRESETS:  # a browser says so
        form.choose(name, PRESETS[name].config)


def _row(name: str, dataset: Dataset, *, changed: bool) -> PresetRow:
    preset, known = PRESETS[name], preset_result(name)
    if changed:  # what it came to is no claim about other settings
        words = f"{preset.title}, changed. Click to undo the changes"
        return PresetRow(name, preset.title, "changed", "", preset.teaches, words)
    seconds = expected_seconds(preset.config, name, len(dataset.train)) * cache.slowness(dataset)
    accuracy, time = "" if known is None else percent(known.test_accuracy), duration(seconds)
    reached = f"{accuracy} of MNIST's test digits, " if accuracy else ""
    words = f"{preset.title}, {reached}about {time}"
    return PresetRow(name, preset.title, accuracy, time, preset.teaches, words)


def _changed(chosen: str, changed: list[str]) -> None:
    chips = " ".join(f":gray-badge[{plain(each)}]" for each in changed)
    st.markdown(f"Changed from **{PRESETS[chosen].title}**: {chips}")
