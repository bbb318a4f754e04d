"""Parts of a page that show what goes on: drawn again and again, and what goes on looked after."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from pages.ui import cache

P = ParamSpec("P")


def refreshed_every(seconds: float) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Return a decorator for a part of a page that runs again every so many seconds.

    Whoever watches a training also sees to it that its cluster and its search live.
    """

    def decorate(show: Callable[P, None]) -> Callable[P, None]:
        @st.fragment(run_every=seconds)
        @wraps(show)  # Streamlit knows a fragment by its function's name
        def refreshed(*args: P.args, **kwargs: P.kwargs) -> None:
            cache.tend()
            show(*args, **kwargs)

        return refreshed

    return decorate
