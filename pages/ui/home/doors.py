"""The four doors: what one finds on which page, each with a picture made of what is there."""

import streamlit as st

from core.data import Dataset
from pages.ui import navigation
from pages.ui.cache.doors import door_pictures

_WORDS = {
    "explore": ("Explore", ":material/grid_view:", "See the digits that networks learn from."),
    "train": ("Train", ":material/model_training:", "Choose a network and watch it learn."),
    "evaluate": ("Evaluate", ":material/fact_check:", "See what a model gets wrong, and why."),
    "predict": ("Predict", ":material/draw:", "Let it read your drawing or your photo."),
}
_PICTURE = 72

# The whole door is the link: nothing between the two may be what it is placed in.
_STYLE = """<style>
[class*="st-key-door_"] { position: relative; flex-wrap: nowrap; }
[class*="st-key-door_"][class] *:has(a) { position: static; }
[class*="st-key-door_"]:hover { border-color: var(--st-primary-color, #2f6fd0); }
[class*="st-key-door_"] a { padding-left: 0; }
[class*="st-key-door_"] a::after { content: ""; position: absolute; inset: 0; z-index: 1; }
</style>"""


def doors(dataset: Dataset) -> None:
    """Show the doors, two beside each other."""
    st.html(_STYLE)
    pictures = door_pictures(dataset)
    names = list(_WORDS)
    for pair in (names[:2], names[2:]):
        for column, name in zip(st.columns(2, gap="small"), pair, strict=True):
            with column:
                _door(name, pictures.get(name))


def _door(name: str, picture: str | None) -> None:
    title, icon, words = _WORDS[name]
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"door_{name}"
    ):
        if picture is not None:
            st.image(picture, width=_PICTURE, alt="")
        with st.container(gap=None, width="stretch"):
            navigation.link(name, f"**{title}**", icon)
            st.caption(words)
