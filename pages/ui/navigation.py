"""Links between pages, and the values in their addresses."""

from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException

_PAGES = "pages"


def install(pages: dict[str, Any]) -> None:
    """Remember the pages by name; the router calls this in each run."""
    st.session_state[_PAGES] = pages


def link(page: str, label: str, icon: str, **query: str | int) -> None:
    """Show a link to another page of the app, with values in its address."""
    target = st.session_state.get(_PAGES, {}).get(page)
    if target is not None:
        st.page_link(target, label=label, icon=icon, query_params={k: str(query[k]) for k in query})


def forget(*names: str) -> None:
    """Take out of the address what a link put there for widgets that it does not show.

    They would take those values from the address when they are shown for the first time.
    """
    for name in names:
        with suppress(StreamlitAPIException):  # shown a moment ago: Streamlit takes it out
            st.query_params.pop(name, None)


def query_number(name: str, below: int) -> int | None:
    """Return a whole number from the address if it is from 0 to below `below`, else None."""
    value = st.query_params.get(name, "")
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None
    return number if number is not None and number < below else None
