"""What a search will show, by one that was recorded."""

import streamlit as st

from core.formats import counted, percent
from core.search.example import example_search
from pages.ui.errors import explained
from pages.ui.search.search_view import best_so_far, parallel_coordinates


def search_example() -> None:
    """Show the figures of a recorded search, clearly as an example."""
    with explained(), st.container(border=True, key="search_example"):
        search = example_search()
        progress = search.progress()
        best = progress.best
        value = best.value if best is not None and best.value is not None else 0.0
        st.markdown(
            f"**Example.** What the form as it stands came to on {search.digits.title}: of "
            f"{counted(len(progress.trials), 'trial')}, the best recognises {percent(value)} of "
            "the validation digits."
        )
        best_so_far(progress, key="example")
        parallel_coordinates(search, progress, key="example")
