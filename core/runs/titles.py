"""Titles that tell runs or searches apart."""

from collections import Counter
from collections.abc import Mapping, Sequence

from core.runs.run import Run

_ID_END = 8  # characters of an id, as many as are drawn at random


def unique_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """Return a title for each id; equal ones are told apart by the end of the id.

    Streamlit knows the options of a list by their labels alone.
    """
    counts = Counter(titles.values())
    return {
        own_id: title if counts[title] == 1 else f"{title} ({own_id[-_ID_END:]})"
        for own_id, title in titles.items()
    }


def unique_run_titles(runs: Sequence[Run]) -> list[str]:
    """Return what each of `runs` is called, no two of them alike."""
    return list(unique_titles({run.id: run.title for run in runs}).values())
