"""Home: what this is, a canvas to draw on at once, and where to go from here."""

import streamlit as st

from pages.ui import cache
from pages.ui.dataset_notice import dataset_notice
from pages.ui.home.doors import doors
from pages.ui.home.newest_runs import newest_runs
from pages.ui.home.try_it import try_it


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    st.title("Digit Lab")
    st.markdown(
        "How does a machine learn to read? Explore the 70,000 handwritten digits of **MNIST**, "
        "train networks on them, see what they get wrong, and draw digits for them."
    )
    dataset_notice(dataset)
    canvas, ways = st.columns([6, 5], gap="large")
    with canvas:
        try_it()
    with ways:
        doors(dataset)
        newest_runs()


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
