"""Fields of a record: what they must be, or refused by name."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DigitLabError
from core.files import fields

READERS: list[Callable[[fields.Fields, str], Any]] = [
    fields.text,
    fields.whole,
    fields.real,
    fields.flag,
    fields.record,
    fields.time,
]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(value=json_values, reader=st.sampled_from(READERS))
def test_any_value(value: Any, reader: Callable[[fields.Fields, str], Any]) -> None:
    """Whatever stands there is read, or refused in a short sentence that names the field."""
    refused = ""
    try:
        reader({"thing": value}, "thing")
    except DigitLabError as error:
        refused = str(error)
    assert not refused or refused.startswith("thing must be ")
    assert len(refused) < 200


def test_half_a_character() -> None:
    """A text that no page and no terminal can show is refused, in words that they can."""
    with pytest.raises(DigitLabError, match=r"message must be a text") as error:
        fields.text({"message": "\ud800"}, "message")
    assert str(error.value).encode()


@pytest.mark.parametrize("reader", READERS)
def test_missing(reader: Callable[[fields.Fields, str], Any]) -> None:
    """A missing field is refused like a wrong one."""
    with pytest.raises(DigitLabError, match=r"thing must be .*, not None\."):
        reader({}, "thing")


@given(st.datetimes(datetime(1980, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)))
def test_a_zone_is_no_reason_to_refuse(moment: datetime) -> None:
    """A time with a zone is the same moment in local time, so that all times can be compared."""
    read = fields.time({"created": moment.isoformat()}, "created")
    assert read.tzinfo is None
    assert moment == read.astimezone(UTC)


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00", "9999-12-31T23:59:59+00:00", "today", "2026-13-01"]
)
def test_no_time(text: str) -> None:
    """A time that no run can have been made at is refused."""
    with pytest.raises(DigitLabError, match="created must be a time of the years 1980 to 2199"):
        fields.time({"created": text}, "created")
