"""One training at a time in a process, whatever number of threads its worker has.

TensorFlow's random seed, session and threads belong to the whole process. A job that finds its
process at work is handed back to the cluster, which may have an idle worker meanwhile.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core.training.runs import Run

_PAUSE_SECONDS = 0.5


class Turns:
    """Whose turn it is: the oldest of those that asked lately, once nobody is at work."""

    def __init__(self) -> None:
        """Nobody is at work and nobody waits."""
        self._lock = threading.Lock()
        self._busy = False
        self._asked: dict[str, tuple[float, float]] = {}  # id of a run: made when, last seen when

    @contextmanager
    def turn(self, run: Run) -> Iterator[None]:
        """Hold the process for `run`, or raise Dask's `Reschedule` after a moment."""
        if not self._take(run):
            from distributed import Reschedule

            time.sleep(_PAUSE_SECONDS)
            raise Reschedule
        try:
            yield
        finally:
            with self._lock:
                self._busy = False

    def _take(self, run: Run) -> bool:
        now = time.monotonic()
        with self._lock:
            # Whoever went to another worker or was cancelled does not ask again.
            recent = {k: v for k, v in self._asked.items() if now - v[1] < 4 * _PAUSE_SECONDS}
            self._asked = recent | {run.id: (run.info.created.timestamp(), now)}
            if self._busy or min(self._asked, key=self._asked.__getitem__) != run.id:
                return False
            del self._asked[run.id]
            self._busy = True
            return True
