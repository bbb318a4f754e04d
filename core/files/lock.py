"""A lock between processes of one machine, which ends with its holder, however that ends."""

import os
import sys
import time
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOOK_AGAIN_SECONDS = 0.02


class FileLock:
    """The lock at a path, for one holder on this machine at a time. Its file stays there."""

    def __init__(self, path: Path) -> None:
        """Nothing is held yet."""
        self._path = path
        self._file: int | None = None

    def take(self, patience: float = 0.0, look_again: float = _LOOK_AGAIN_SECONDS) -> bool:
        """Hold the lock if nobody else does within so many seconds; say whether it is held.

        `look_again`: the seconds between two looks; who looks seldom waits long where others hold
        it again and again.
        """
        if self._file is not None:
            return True
        deadline = time.monotonic() + patience
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        while not _locks(file):
            if time.monotonic() >= deadline:
                os.close(file)
                return False
            time.sleep(look_again)
        self._file = file
        return True

    def release(self) -> None:
        """Let others hold it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def is_locked(path: Path) -> bool:
    """Say whether somebody holds the lock at `path`; nobody does where there is no file.

    Looking takes the lock for a moment: whoever takes it for good must have a little patience.
    """
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _locks(file, shared=True)  # two who look do not take each other for a holder
    finally:
        os.close(file)


def _locks(file: int, *, shared: bool = False) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
