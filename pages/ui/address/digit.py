"""The digit that is looked at closely, wherever digits are shown: the address has its index."""

import streamlit as st

from pages.ui.address.shown import choose


def open_digit(index: int) -> None:
    """Choose a digit by its index in the split."""
    choose(digit=index)


def close_button() -> None:
    """Offer to look at no digit closely any more."""
    st.button("Close", icon=":material/close:", key="close_digit", on_click=_close)


def _close() -> None:
    choose(digit=None)
