"""What a file system refuses: said as what happened where, and what to do."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import DigitLabError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_IN_THE_WAY = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR}
_ROOM = 64_000  # bytes; less is no room for any file of a run


class StorageError(DigitLabError):
    """The file system takes no more: it is full, or this process may not write there."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise `StorageError` for what the file system refuses while `path` is written or made."""
    try:
        yield
    except DigitLabError:
        raise
    except Exception as error:
        number = _number(error, path)
        if number is None:
            raise
        raise StorageError(_explained(path, number)) from error


def _number(error: Exception, path: Path) -> int | None:
    if isinstance(error, OSError) and error.errno in _FULL | _CLOSED | _IN_THE_WAY:
        return error.errno
    # Libraries that write by themselves, as that of HDF5, have errors of their own.
    return errno.ENOSPC if _is_full(path) else None


def _is_full(path: Path) -> bool:
    try:
        return _free(path) < _ROOM
    except OSError:
        return False


def _explained(path: Path, number: int) -> str:
    refused = f"{path.name} cannot be written in {path.parent}: {os.strerror(number)}"
    if number in _FULL:
        return f"{refused}, {_free(path) / 1e6:.1f} MB are free. Make room there, then try again."
    if number in _CLOSED:
        return f"{refused}. See that you may write there, or choose another folder."
    there = next(place for place in (path, *path.parents) if place.exists())
    return f"{refused}. Remove {there}, or choose another folder."


def _free(path: Path) -> int:
    return shutil.disk_usage(next(parent for parent in path.parents if parent.is_dir())).free
