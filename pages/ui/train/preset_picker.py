"""Choosing a preset: one click, what it teaches, and what it came to when it was measured."""

import streamlit as st

from core.config.preset_results import preset_result
from core.config.presets import PRESETS
from core.formats import count, duration, percent
from core.networks.architectures import costs
from pages.ui.train import form


def preset_choice() -> None:
    """Show a button for each preset, and a sentence on the chosen one."""
    chosen = form.preset()
    with st.container(horizontal=True, gap="xsmall", key="presets"):
        for name, preset in PRESETS.items():
            st.button(
                preset.title,
                key=f"preset_{name}",
                icon=":material/check:" if name == chosen else None,
                on_click=form.choose,
                args=(name, preset.config),
                help=f"{preset.teaches} {_figures(name)}",
                width="content",
            )
    st.caption(f"{PRESETS[chosen].teaches} {_figures(chosen)}")


def _figures(name: str) -> str:
    parameters = sum(cost.parameters for cost in costs(PRESETS[name].config))
    known = preset_result(name)
    if known is None:
        return f"**{count(parameters)} parameters.**"
    return (
        f"**{count(parameters)} parameters; {percent(known.test_accuracy)} of the test digits in "
        f"{duration(known.seconds)}** on two cores."
    )
