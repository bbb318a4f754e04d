"""The name that a person gives: the same however it is typed, and nothing that cannot be shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.person_name import LONGEST, checked_name
from core.errors import DigitLabError


@given(st.text(max_size=60))
def test_a_name_is_printable_or_refused(text: str) -> None:
    """What comes through has 1 to 40 characters that are printed, and is the same once more."""
    try:
        name = checked_name(text)
    except DigitLabError:
        return
    assert 1 <= len(name) <= LONGEST
    assert name.isprintable()
    assert name == checked_name(name) == checked_name(f"  {name}\t")


@given(st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=12))
def test_a_name_is_the_same_however_it_is_typed(text: str) -> None:
    """An accent as a character of its own, as some keyboards send it, is no other name."""
    assert checked_name(text) == checked_name(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("a" * 41, "is too long"),
        ("a" * 10**7, "is too long"),
        ("Anna\u202eB", "cannot be printed"),
        ("Anna\0", "cannot be printed"),
    ],
)
def test_what_is_no_name_is_said(text: str, problem: str) -> None:
    """Each with what is wrong, not with the name itself, which may be of any length."""
    with pytest.raises(DigitLabError, match=f"{problem}; give one of 1 to 40 printable"):
        checked_name(text)
