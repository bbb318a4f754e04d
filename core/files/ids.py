"""Ids: the names of the folders of runs and searches, which come from addresses and arguments."""

import re

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


def is_id(text: str) -> bool:
    """Say whether `text` may name a folder: one part of a path, and nothing to climb with."""
    return _ID.fullmatch(text) is not None
