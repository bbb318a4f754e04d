"""A process that is kept from one call to the next, unless it died or had to be ended."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class KeptProcess:
    """Calls functions in one process, one at a time."""

    def __init__(self, start: Callable[[], ProcessPoolExecutor]) -> None:
        """`start` gives a pool of one process, again whenever the one before is gone."""
        self._start = start
        self._pool = start()

    def __enter__(self) -> "KeptProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    @property
    def pid(self) -> int:
        """The number of the process."""
        (process,) = self._pool._processes.values()
        return process.pid or 0

    def call(
        self, wait: Callable[["Future[T]"], T], function: Callable[..., T], *arguments: object
    ) -> T:
        """Return what `function` came to, for which `wait` waits.

        Raises `BrokenExecutor` when the process died, and `TimeoutError` when `wait` gave up: the
        process is then ended, and another begun.
        """
        try:
            return wait(self._pool.submit(function, *arguments))
        except (BrokenExecutor, TimeoutError):
            self._begin_anew()
            raise

    def _begin_anew(self) -> None:
        for process in self._pool._processes.values():
            process.kill()
        self._pool.shutdown()
        self._pool = self._start()
