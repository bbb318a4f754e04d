"""How curves are shown: the switches below them."""

import streamlit as st

from core.figures.learning_curves import CurveView

_BY = {"epoch": "Epochs", "step": "Steps"}


def curve_view() -> CurveView:
    """Show the switches and return what they say."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        by = st.segmented_control(
            "Horizontal axis",
            list(_BY),
            format_func=_BY.get,
            default="epoch",
            key="curves_by",
            label_visibility="collapsed",
            persist_state="session",
            width="content",
        )
        log = st.toggle(
            "Log axis",
            key="curves_log",
            persist_state="session",
            help="Equal heights are equal ratios, so that late progress shows as well as early. "
            "Of the accuracy it shows the share of mistakes.",
        )
        smoothing = st.slider(
            "Smoothing",
            0.0,
            0.95,
            0.6,
            0.05,
            key="curves_smoothing",
            persist_state="session",
            help="How much of the past is mixed into each point of the training's curve. "
            "The thin line is as measured.",
            width=220,
        )
    return CurveView(by or "epoch", log, smoothing)
