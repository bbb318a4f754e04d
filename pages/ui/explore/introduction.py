"""What the digits are, in a line or two, and where to go from here."""

import streamlit as st

from core.data import Dataset
from pages.ui import navigation


def introduction(dataset: Dataset) -> None:
    """Show a strip with the data set and the next two steps."""
    with st.container(border=True, key="introduction"):
        what, next_steps = st.columns([4, 1], gap="medium", vertical_alignment="center")
        what.markdown(f"**{dataset.title}**: {dataset.description}")
        with next_steps, st.container(gap=None):
            navigation.link("train", "Train a network", ":material/model_training:")
            navigation.link("evaluate", "See what a model gets wrong", ":material/fact_check:")
