"""Titles that tell runs or searches apart."""

from collections import Counter
from collections.abc import Mapping

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
