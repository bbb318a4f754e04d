"""The name that a person gives, to find what is theirs again: no password, and no proof."""

import unicodedata

from core.errors import DigitLabError

LONGEST = 40
"""Characters of a name, at most."""


def checked_name(text: str) -> str:
    """Return a name as it is kept: composed (NFC), with single spaces and none around it.

    Raises `DigitLabError` for none, one that is too long, or characters that are not printed.
    """
    if len(text) > 10 * LONGEST:  # before anything goes through it
        raise _refusal("is too long")
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise _refusal("is empty")
    if len(name) > LONGEST:
        raise _refusal("is too long")
    if not name.isprintable():
        raise _refusal("has characters that cannot be printed")
    return name


def _refusal(problem: str) -> DigitLabError:
    return DigitLabError(f"The name {problem}; give one of 1 to {LONGEST} printable characters.")
