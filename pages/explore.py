"""Explore: what the data is, and every digit in it."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.data import Dataset
from pages.ui import cache
from pages.ui.address.digit import close_button
from pages.ui.dataset_notice import dataset_notice
from pages.ui.explore.class_summary import class_balance, mean_images
from pages.ui.explore.digit_browser import digit_browser
from pages.ui.explore.digit_detail import digit_detail
from pages.ui.explore.digit_filter import SplitName, digit_filter
from pages.ui.explore.introduction import introduction
from pages.ui.explore.label_issues import label_issues
from pages.ui.explore.view import pick_view
from pages.ui.scroll_to import scroll_to
from pages.ui.sticky import sticky


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    st.title("Explore the digits")
    introduction(dataset)
    dataset_notice(dataset)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = pick_view()
        if view == "digits":
            split_name, indices = digit_filter(dataset)
    if view == "labels":
        label_issues(dataset)
        return
    _digits(dataset, split_name, indices)
    mean_images(dataset, split_name)
    st.caption(dataset.origin)


@st.fragment
def _digits(dataset: Dataset, split_name: SplitName, indices: NDArray[np.int64]) -> None:
    browser, detail = st.columns([2, 1], gap="large")
    with browser:
        index = digit_browser(dataset.split(split_name), indices)
    with detail, sticky("digit_detail"):
        scroll_to("" if index is None else f"{split_name} {index}", key="scroll_to_detail")
        if index is None:
            class_balance(dataset, split_name)
        else:
            digit_detail(dataset, split_name, index)
            close_button()


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
