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
            st.button(
                "Turn back",
                icon=":material/undo:",
                key="turn_back",
                on_click=_ask,
                args=(key, 0),
                type="tertiary",
                help="Read it as it lies.",
            )
        st.button(
            "Turn it",
            icon=":material/rotate_90_degrees_cw:",
            key="turn_on",
            on_click=_ask,
            args=(key, (turned + _QUARTER) % 360),
            type="tertiary",
            help="A picture that lies on its side is turned by itself where that can be told.",
        )


def _ask(key: str, turn: int) -> None:
    st.session_state[_name(key)] = turn


def _name(key: str) -> str:
    return f"turn of {key}"
