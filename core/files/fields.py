"""Fields of a JSON record, read as what they must be or refused by name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.errors import DigitLabError

Fields = Mapping[str, Any]

_MOST_TEXT = 4000  # characters
_MOST = 2**53  # up to here a float can count
_YEARS = range(1980, 2200)


def text(data: Fields, name: str) -> str:
    """Return a text of at most 4,000 characters, all of which can be written."""
    value = data.get(name)
    if not isinstance(value, str) or len(value) > _MOST_TEXT or not _is_writable(value):
        raise refusal(name, f"a text of at most {_MOST_TEXT:,} characters", value)
    return value


def optional_text(data: Fields, name: str) -> str | None:
    """Return a text, or None where the field is missing or null."""
    return None if data.get(name) is None else text(data, name)


def whole(data: Fields, name: str, least: int = 0, most: int = _MOST) -> int:
    """Return a whole number in a range."""
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise refusal(name, f"a whole number from {least:,} to {most:,}", value)
    return value


def real(data: Fields, name: str, least: float = -1e300, most: float = 1e300) -> float:
    """Return a number in a range."""
    value = data.get(name)
    # NaN compares false with everything, so it is refused here too.
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise refusal(name, f"a number from {least:g} to {most:g}", value)
    return float(value)


def flag(data: Fields, name: str) -> bool:
    """Return a truth value."""
    value = data.get(name)
    if not isinstance(value, bool):
        raise refusal(name, "true or false", value)
    return value


def record(data: Fields, name: str) -> dict[str, Any]:
    """Return a record within the record."""
    value = data.get(name)
    if not isinstance(value, dict):
        raise refusal(name, "a JSON object", value)
    return value


def time(data: Fields, name: str) -> datetime:
    """Return a time of the years 1980 to 2199, without a zone: one with a zone as local time."""
    value = data.get(name)
    try:
        moment = datetime.fromisoformat(text(data, name))
        if moment.year in _YEARS:
            return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment
    except (DigitLabError, ValueError, OverflowError):
        pass
    raise refusal(name, "a time of the years 1980 to 2199, as 2026-01-31T12:30:00", value)


def _is_writable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # a half of a character
        return False
    return True


def refusal(name: str, wanted: str, value: object) -> DigitLabError:
    """Return the error that says what a field must be."""
    return DigitLabError(f"{name} must be {wanted}, not {value!r:.60}.")
