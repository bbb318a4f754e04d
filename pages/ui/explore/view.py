"""The views of the Explore page, of which the address names one that is not the first."""

import streamlit as st

from pages.ui import address

VIEWS = {"digits": "Digits", "labels": "Label issues"}


def pick_view() -> str:
    """Show the choice of the view and return it."""
    # The address decides, so that a link opens what it was made for.
    asked = st.query_params.get("view")
    st.session_state["view"] = asked if asked in VIEWS else "digits"
    chosen = st.segmented_control(
        "View",
        list(VIEWS),
        format_func=lambda view: VIEWS[view],
        required=True,
        key="view",
        on_change=_remember,
    )
    return chosen or "digits"


def _remember() -> None:
    address.forget("digit", "view")
    if (view := st.session_state["view"]) != "digits":
        st.query_params["view"] = view
