"""What takes so long that its progress is shown, and that it stops when its page is gone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

import streamlit as st

from core.analysis.progress import Progress
from core.errors import DigitLabError

T = TypeVar("T")
_Results = dict[tuple[object, ...], Any]

_MOST_RESULTS = 24  # of each kind; an index takes 4 MB, an evaluation 11 at most
_PATIENCE = 0.5  # seconds between two looks at whether the page is still there


@dataclass(frozen=True)
class _Kind:
    """What was computed of one kind, and whether somebody computes."""

    results: _Results = field(default_factory=dict)
    one_at_a_time: Lock = field(default_factory=Lock)


def computed(kind: str, key: tuple[object, ...], compute: Callable[[Progress], T], words: str) -> T:
    """Return what `compute` returned for `key`; the first time a bar shows how far it is.

    Only one thing of a kind is computed at a time, by whichever session asks first. When its page
    is left or changed, Streamlit ends the script the next time that the bar moves; nothing is kept.
    """
    known: T | None = _kind(kind).results.get(key)
    if known is not None:
        return known
    place = st.empty()
    bar = place.progress(0.0, words)

    def show(share: float) -> None:
        bar.progress(share, words)

    try:
        with _turn(_kind(kind), show) as results:
            result: T = results[key] if key in results else compute(show)
            results[key] = result
            while len(results) > _MOST_RESULTS:
                results.pop(next(iter(results)))
    except DigitLabError:
        place.empty()  # the page says what is wrong
        raise
    place.empty()
    return result


@contextmanager
def _turn(kind: _Kind, show: Progress) -> Iterator[_Results]:
    """Wait until nobody else computes, for as long as the page is there."""
    while not kind.one_at_a_time.acquire(timeout=_PATIENCE):
        show(0.0)
    try:
        yield kind.results
    finally:
        kind.one_at_a_time.release()


@st.cache_resource(show_spinner=False)
def _kind(name: str) -> _Kind:
    return _Kind()
