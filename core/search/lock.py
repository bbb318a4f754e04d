"""Who drives a search: a lock that ends with its process, however that ends."""

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class DriverLock:
    """The right to drive the search in `folder`, for one holder on this machine at a time."""

    def __init__(self, folder: Path) -> None:
        """Nothing is held yet."""
        self._path = folder / "driver.lock"
        self._file: int | None = None

    def take(self) -> bool:
        """Hold the lock if nobody else does; say whether it is held."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            if sys.platform == "win32":
                msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._file = file
        return True

    def release(self) -> None:
        """Let others drive."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
