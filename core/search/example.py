"""A recorded search that ships with the program: what a search shows, before there is one."""

from pathlib import Path

from core.search.records import Search, read_search

EXAMPLE = Path(__file__).resolve().parents[2] / "models" / "search_example"
"""The folder of the search; `docs/runs.md` has the command that made it. Its runs are not kept."""


def example_search() -> Search:
    """Return the recorded search; raise `DigitLabError` when its folder is damaged or missing."""
    return read_search(EXAMPLE)
