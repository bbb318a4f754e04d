"""Explore: what the data is, and every digit in it."""

from math import ceil

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import data
from core.data import Dataset, Split
from core.figures import dataset as figures
from core.formats import count, percent
from pages.ui import address, cache
from pages.ui.dataset_notice import dataset_notice
from pages.ui.gallery import Tile, gallery

_PAGE_SIZE = 96
_SPLITS = {"train": "Training digits", "test": "Test digits"}


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    st.title("Explore the digits")
    st.markdown(dataset.description)
    dataset_notice(dataset)
    split_name, indices = _filters(dataset)
    _look_closely(dataset, split_name, indices)
    _summary(dataset, split_name)
    st.caption(dataset.origin)


def _filters(dataset: Dataset) -> tuple[str, NDArray[np.int64]]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        split_name = st.segmented_control(
            "Part of the data",
            list(_SPLITS),
            format_func=lambda name: _SPLITS[name],
            default="train",
            required=True,
            key="split",
            bind="query-params",
            help="Networks learn from the training digits and are judged on the test digits, "
            "which they have never seen.",
        )
        labels = st.pills(
            "Show only",
            range(10),
            selection_mode="multi",
            key="labels",
            bind="query-params",
            help="The label is the digit that a person said it is. None chosen: all of them.",
        )
    return split_name, data.select(dataset.split(split_name), labels)


@st.fragment
def _look_closely(dataset: Dataset, split_name: str, indices: NDArray[np.int64]) -> None:
    split = dataset.split(split_name)
    detail, browser = st.columns([1, 2], gap="large")
    with browser:
        shown = _browse(split, indices)
    with detail:
        _detail(split, split_name, shown)


def _browse(split: Split, indices: NDArray[np.int64]) -> int:
    """Show a page of digits and return the index of the one to look at closely."""
    pages = ceil(len(indices) / _PAGE_SIZE)
    place = st.container()
    chosen = address.index("digit", len(split))
    page = _page(pages, _place(chosen, indices)) if pages > 1 else 1
    shown = indices[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
    with place:
        st.caption(f"{count(len(indices))} digits. Click one to look at it closely.")
        selected = int(shown[0]) if chosen is None else chosen
        gallery(
            split.images[shown],
            [_tile(index, split.labels[index]) for index in shown.tolist()],
            label="Digits of the data set",
            key="digits",
            on_click=_open,
            selected=selected,
        )
    return selected


def _place(chosen: int | None, indices: NDArray[np.int64]) -> int:
    """Return where among `indices`, which ascend, the chosen digit is, else 0."""
    if chosen is None:
        return 0
    place = int(np.searchsorted(indices, chosen))
    return place if place < len(indices) and indices[place] == chosen else 0


def _page(pages: int, place: int) -> int:
    # A link to a digit opens the page that it is on.
    default = place // _PAGE_SIZE + 1
    return st.pagination(pages, default=default, key="page", bind="query-params")


def _tile(index: int, label: int) -> Tile:
    return Tile(index, str(label), f"a {label}, number {index}")


def _open(index: int) -> None:
    st.query_params["digit"] = str(index)


def _detail(split: Split, split_name: str, index: int) -> None:
    image, label = split.images[index], split.labels[index]
    title = f"A {label}, number {count(index)} of the {_SPLITS[split_name].lower()}"
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


def _summary(dataset: Dataset, split_name: str) -> None:
    st.subheader(f"The {_SPLITS[split_name].lower()} as a whole")
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
            on_click=_show_only,
            size=76,
        )


def _show_only(digit: int) -> None:
    st.session_state["labels"] = [digit]


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
