"""One digit of the data closely: its pixels and what can be measured on it."""

import streamlit as st

from core import data, glossary
from core.data import Dataset
from core.figures import dataset as figures
from core.formats import count, percent, with_article
from pages.ui.explore.digit_filter import SPLIT_TITLES, SplitName


def digit_detail(dataset: Dataset, split_name: SplitName, index: int) -> None:
    """Show the digit with this index in the split."""
    split = dataset.split(split_name)
    image, label = split.images[index], int(split.labels[index])
    number = f"number {count(index)} of the {SPLIT_TITLES[split_name].lower()}"
    st.plotly_chart(
        figures.digit(image, f"{with_article(label).capitalize()}, {number}"),
        key="digit_pixels",
        config={"displayModeBar": False},
        alt=f"Pixels of a handwritten {label}",
    )
    measures = data.digit_statistics(image)
    box, centre = measures.bounding_box, measures.centre_of_mass
    with st.container(horizontal=True, gap="medium"):
        _metric("Ink", percent(measures.ink_share, 0))
        if box is not None and centre is not None:
            _metric("Bounding box", f"{box.width} x {box.height}")
            _metric("Centre of mass", f"{centre[1]:.1f}, {centre[0]:.1f}")


def _metric(name: str, value: str) -> None:
    st.metric(name, value, help=glossary.help_text(name), width="content")
