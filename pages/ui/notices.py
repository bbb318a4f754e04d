"""What is said about the digits on every page that shows them."""

import streamlit as st

from core.data import Dataset
from pages.ui import cache


def dataset_notice(dataset: Dataset) -> None:
    """Say which digits these are; without MNIST, also how to get it."""
    if dataset.name == "mnist":
        return
    st.warning(
        f"**{dataset.title} instead of MNIST.** {dataset.origin} To use the 70,000 digits of "
        "MNIST, connect to the internet and look again, or set the environment variable "
        "`DIGITS_DATA_DIR` to a folder that holds its files and start again.",
        icon=":material/cloud_off:",
    )
    if st.button("Look for MNIST again", icon=":material/refresh:"):
        cache.look_again_for_dataset()
        st.rerun()
