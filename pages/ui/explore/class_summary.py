"""The classes of a split: how many digits each has, and its mean image."""

import numpy as np
import streamlit as st

from core.data import Dataset
from core.figures import dataset as figures
from pages.ui import cache
from pages.ui.explore.digit_filter import SPLIT_TITLES, SplitName, show_only
from pages.ui.gallery import Tile, gallery


def class_summary(dataset: Dataset, split_name: SplitName) -> None:
    """Show the balance of the classes, and the mean images, of which a click shows the digits."""
    st.subheader(f"The {SPLIT_TITLES[split_name].lower()} as a whole")
    split = dataset.split(split_name)
    counts, means = cache.class_summary(dataset.fingerprint, split_name, split)
    left, right = st.columns(2, gap="large")
    with left:
        st.plotly_chart(
            figures.class_balance(np.asarray(counts)),
            config={"displayModeBar": False},
            alt="Bar chart of how many of each digit there are: "
            + ", ".join(f"{n} of {digit}" for digit, n in enumerate(counts)),
        )
    with right:
        st.markdown("**The mean image of each digit**")
        st.caption(
            "All digits of a class laid on top of each other: sharp where people write alike. "
            "Click one to see only its digits."
        )
        gallery(
            means,
            [Tile(digit, str(digit), f"mean image of {digit}") for digit in range(10)],
            label="Mean image of each digit",
            key="means",
            on_click=show_only,
            size=76,
        )
