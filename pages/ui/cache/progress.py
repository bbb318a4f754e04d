"""What takes so long that its progress is shown."""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

import streamlit as st

from core.analysis.inspection import Progress

T = TypeVar("T")

_MOST_RESULTS = 24  # a neighbour index takes 4 MB


def computed(key: tuple[object, ...], compute: Callable[[Progress], T], words: str) -> T:
    """Return what `compute` returned for `key`; the first time a bar shows how far it is.

    Only one thing is computed at a time, by whichever session asks first.
    """
    # A cached function may not show a bar that moves, so these results are kept by hand.
    results = _results()
    with _one_at_a_time():
        if key not in results:
            place = st.empty()
            bar = place.progress(0.0, words)

            def show(share: float) -> None:
                bar.progress(share, words)

            results[key] = compute(show)
            place.empty()
            while len(results) > _MOST_RESULTS:
                results.pop(next(iter(results)))
        result: T = results[key]
        return result


@st.cache_resource(show_spinner=False)
def _results() -> dict[tuple[object, ...], Any]:
    return {}


@st.cache_resource(show_spinner=False)
def _one_at_a_time() -> Lock:
    return Lock()
