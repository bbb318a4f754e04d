"""The views of the Explore page, of which the address names one that is not the first."""

import streamlit as st

from pages.ui.address.widgets import choice

VIEWS = {"digits": "Digits", "labels": "Label issues"}
_OF_DIGITS = ("digit", "page", "split", "labels")


def pick_view() -> str:
    """Show the choice of the view and return it."""
    chosen = st.segmented_control(
        "View",
        list(VIEWS),
        format_func=lambda view: VIEWS[view],
        required=True,
        **choice("view", {view: view for view in VIEWS}, "digits", without=_OF_DIGITS),
    )
    return chosen or "digits"
