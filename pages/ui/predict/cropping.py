"""Reading a part of a picture alone: which part was asked for, and the way to say it."""

import streamlit as st

from core.vision.cropping import Part
from pages.ui import cache
from pages.ui.predict.crop_box import crop_box


def asked_part(key: str) -> Part | None:
    """Return the part that was asked for of the picture of that `key`, None for all of it."""
    part: Part | None = st.session_state.get(_part(key))
    return part


def crop_button(key: str) -> None:
    """Offer to choose the part that is read, and to read all of the picture again."""
    is_open = _is_open(key)
    st.button(
        "Close" if is_open else "Crop it",
        icon=":material/check:" if is_open else ":material/crop:",
        key="crop",
        on_click=_turn_over,
        args=(key,),
        type="tertiary",
        help="Read a part of the picture alone.",
    )
    if asked_part(key) is not None:
        st.button(
            "Whole picture",
            icon=":material/undo:",
            key="crop_back",
            on_click=_ask,
            args=(key, None),
            type="tertiary",
        )


def crop_tool(picture: bytes, name: str, key: str) -> None:
    """Show the whole picture with the part on it, as it lies in the file, if that was asked for."""
    if not _is_open(key):
        return
    st.caption("Drag a box around what is to be read.")
    crop_box(
        cache.preview(picture, name), asked_part(key), "crop_box", lambda part: _ask(key, part)
    )


def _ask(key: str, part: Part | None) -> None:
    st.session_state[_part(key)] = part


def _turn_over(key: str) -> None:
    st.session_state[f"crops {key}"] = not _is_open(key)


def _is_open(key: str) -> bool:
    return bool(st.session_state.get(f"crops {key}"))


def _part(key: str) -> str:
    return f"part of {key}"
