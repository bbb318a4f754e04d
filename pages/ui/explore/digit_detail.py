"""One digit of the data closely: its pixels and what can be measured on it."""

import streamlit as st

from core import data
from core.data import Dataset
from core.figures import dataset as figures
from core.formats import count, percent
from pages.ui.explore.digit_filter import SPLIT_TITLES, SplitName


def digit_detail(dataset: Dataset, split_name: SplitName, index: int) -> None:
    """Show the digit with this index in the split."""
    split = dataset.split(split_name)
    image, label = split.images[index], split.labels[index]
    title = f"A {label}, number {count(index)} of the {SPLIT_TITLES[split_name].lower()}"
    st.plotly_chart(
        figures.digit(image, title),
        key="digit_pixels",
        config={"displayModeBar": False},
        alt=f"Pixels of a handwritten {label}",
    )
    measures = data.digit_statistics(image)
    box, centre = measures.bounding_box, measures.centre_of_mass
    with st.container(horizontal=True, gap="medium"):
        st.metric(
            "Ink",
            percent(measures.ink_share, 0),
            help="Share of pixels that are not black.",
            width="content",
        )
        if box is not None and centre is not None:
            st.metric(
                "Size",
                f"{box.width} x {box.height}",
                help="Width and height in pixels.",
                width="content",
            )
            st.metric(
                "Centre",
                f"{centre[1]:.1f}, {centre[0]:.1f}",
                help="Centre of mass, column and row. MNIST moves every digit so that it lies in "
                "the middle; the app does the same with what you draw.",
                width="content",
            )
