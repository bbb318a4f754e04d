"""Links between pages."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

_PAGES = "pages"


def install(pages: dict[str, Any]) -> None:
    """Remember the pages by name; the router calls this in each run."""
    st.session_state[_PAGES] = pages


def go(page: str, **query: str | int) -> None:
    """Leave this page at once for another of the app, with values in its address."""
    st.switch_page(st.session_state[_PAGES][page], query_params=_written(query))


def link(page: str, label: str, icon: str, **query: str | int) -> None:
    """Show a link to another page of the app, with values in its address."""
    target = st.session_state.get(_PAGES, {}).get(page)
    if target is not None:
        st.page_link(target, label=label, icon=icon, query_params=_written(query))


def _written(query: Mapping[str, str | int]) -> dict[str, str]:
    return {name: str(value) for name, value in query.items()}
