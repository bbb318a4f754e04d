"""What is said about the digits where they are not MNIST."""

import streamlit as st

from core.data import Dataset
from pages.ui import cache


def dataset_notice(dataset: Dataset) -> None:
    """Say plainly when the digits are not MNIST, and how to get it."""
    if dataset.name == "mnist":
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(f"{dataset.title} instead of MNIST", icon=":material/cloud_off:", color="orange")
        with st.popover("How to get MNIST", type="tertiary"):
            st.markdown(dataset.origin)
            st.markdown(
                "These digits are real but few and coarse. To use MNIST's 70,000, connect to the "
                "internet and look again, or set the environment variable `DIGITS_DATA_DIR` to a "
                "folder that holds MNIST's files and start again."
            )
            if st.button("Look for MNIST again", icon=":material/refresh:"):
                cache.look_again_for_dataset()
                st.rerun()
