"""A failure that is worth remembering for a while."""

import threading
import time


class RecentFailure:
    """The reason of the last failure, forgotten after a number of seconds. Thread-safe.

    Lives in the process and uses the monotonic clock, so that setting the time does not matter.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._reason: str | None = None
        self._until = 0.0

    def remember(self, reason: str) -> None:
        with self._lock:
            self._reason, self._until = reason, time.monotonic() + self._seconds

    def forget(self) -> None:
        with self._lock:
            self._reason = None

    def reason(self) -> str | None:
        """Why it failed, or None when it did not or not recently."""
        with self._lock:
            return self._reason if time.monotonic() < self._until else None
