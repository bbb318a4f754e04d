"""Links between pages."""

from typing import Any

import streamlit as st

_PAGES = "pages"


def install(pages: dict[str, Any]) -> None:
    """Remember the pages by name; the router calls this in each run."""
    st.session_state[_PAGES] = pages


def link(page: str, label: str, icon: str, **query: str | int) -> None:
    """Show a link to another page of the app, with values in its address."""
    target = st.session_state.get(_PAGES, {}).get(page)
    if target is not None:
        st.page_link(target, label=label, icon=icon, query_params={k: str(query[k]) for k in query})
