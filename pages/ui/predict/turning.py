"""How an uploaded picture is turned before it is read: by itself, or as a person says."""

import streamlit as st

from pages.ui.cache.readings import Answer

_QUARTER = 90  # degrees


def asked_turn(key: str) -> int | None:
    """Return the degrees that were asked for the picture of that `key`, None for by itself."""
    turn: int | None = st.session_state.get(_name(key))
    return turn


def turn_buttons(answer: Answer, key: str) -> None:
    """Say how the picture was turned, and offer to turn it on or back."""
    turned = answer.turned
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if turned:
            st.caption(f"Turned by {turned} degrees.", width="content")
            _button("Turn back", ":material/undo:", key, 0, "turn_back")
        following = (turned + _QUARTER) % 360
        _button("Turn it", ":material/rotate_90_degrees_cw:", key, following, "turn_on")


def _button(label: str, icon: str, key: str, turn: int, name: str) -> None:
    st.button(
        label,
        icon=icon,
        key=name,
        on_click=_ask,
        args=(key, turn),
        type="tertiary",
        help="A picture that lies on its side is turned by itself where that can be told."
        if name == "turn_on"
        else "Read it as it lies.",
    )


def _ask(key: str, turn: int) -> None:
    st.session_state[_name(key)] = turn


def _name(key: str) -> str:
    return f"turn of {key}"
