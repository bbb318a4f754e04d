"""The classes of a split: how many digits each has, and its mean image."""

import numpy as np
import streamlit as st

from core import glossary
from core.data import Dataset
from core.figures import dataset as figures
from pages.ui import cache
from pages.ui.explore.digit_filter import SPLIT_TITLES, SplitName, show_only
from pages.ui.gallery import Tile, gallery


def class_balance(dataset: Dataset, split_name: SplitName) -> None:
    """Show how many digits each class has."""
    counts, _ = cache.class_summary(dataset.fingerprint, split_name, dataset.split(split_name))
    st.plotly_chart(
        figures.class_balance(np.asarray(counts)),
        config={"displayModeBar": False},
        alt="Bar chart of how many of each digit there are: "
        + ", ".join(f"{n} of {digit}" for digit, n in enumerate(counts)),
    )


def mean_images(dataset: Dataset, split_name: SplitName) -> None:
    """Show the mean image of each class; a click shows its digits alone."""
    _, means = cache.class_summary(dataset.fingerprint, split_name, dataset.split(split_name))
    st.header("Mean images", help=glossary.help_text("Mean image"))
    st.caption(
        f"All {SPLIT_TITLES[split_name].lower()} of a class laid on top of each other: sharp where "
        "people write alike. Click one to see only its digits."
    )
    gallery(
        means,
        [Tile(digit, str(digit), f"mean image of {digit}") for digit in range(10)],
        label="Mean image of each digit",
        key="means",
        on_click=show_only,
        size=62,
    )
