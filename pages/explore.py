"""Explore: what the data is, and every digit in it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data import Dataset
from pages.ui import cache
from pages.ui.dataset_notice import dataset_notice
from pages.ui.explore.class_summary import class_summary
from pages.ui.explore.digit_browser import digit_browser
from pages.ui.explore.digit_detail import digit_detail
from pages.ui.explore.digit_filter import SplitName, digit_filter


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    st.title("Explore the digits")
    st.markdown(dataset.description)
    dataset_notice(dataset)
    split_name, indices = digit_filter(dataset)
    _digits(dataset, split_name, indices)
    class_summary(dataset, split_name)
    st.caption(dataset.origin)


@st.fragment
def _digits(dataset: Dataset, split_name: SplitName, indices: NDArray[np.int64]) -> None:
    detail, browser = st.columns([1, 2], gap="large")
    with browser:
        index = digit_browser(dataset.split(split_name), indices)
    with detail:
        digit_detail(dataset, split_name, index)


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
