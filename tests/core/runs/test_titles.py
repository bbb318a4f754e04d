"""Runs are told apart in a list of choices."""

from hypothesis import given
from hypothesis import strategies as st

from core.runs.titles import unique_titles

IDS = st.from_regex(r"\A20260101-00000[0-9]-quick_cnn-[0-9a-f]{8}\Z")


@given(st.dictionaries(IDS, st.sampled_from(["Fast CNN, 01 Jan 00:00:00", "mine", "yours"])))
def test_equal_titles_get_the_end_of_the_id(titles: dict[str, str]) -> None:
    """Thirty runs may start in the same second; a title of its own stays as it is."""
    found = unique_titles(titles)

    assert found.keys() == titles.keys()
    for run_id, title in titles.items():
        alone = list(titles.values()).count(title) == 1
        assert found[run_id] == (title if alone else f"{title} ({run_id[-8:]})")
