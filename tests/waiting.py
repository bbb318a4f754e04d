"""Waiting for what others do: for a state and not for a time, with a limit far off."""

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds until a test gives up on what takes moments where nothing else is to be done."""


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Return once the condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen within {seconds} s"
        time.sleep(0.02)
