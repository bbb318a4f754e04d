"""Arrays in files: what NumPy wrote, read whole or refused with one kind of error."""

import zlib
from collections.abc import Iterable
from pathlib import Path
from tokenize import TokenError
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.files.json_files import replacing

DAMAGED = (
    OSError,
    EOFError,
    KeyError,
    TypeError,
    ValueError,
    ArithmeticError,
    MemoryError,
    RuntimeError,
    SyntaxError,
    TokenError,
    BadZipFile,
    zlib.error,
)
"""What NumPy and zipfile let through of a damaged file: of its archive, or of an array's header,
which is parsed as Python and may ask for more memory than there is."""


class UnreadableError(Exception):
    """The file is missing, damaged, or does not hold what was asked for."""


def read_npz(path: Path, names: Iterable[str] | None = None) -> dict[str, NDArray[Any]]:
    """Return the arrays of a .npz by their names: all, or just these, in this order.

    Raises `UnreadableError`.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            _check(stored.zip)
            return {name: stored[name] for name in (stored.files if names is None else names)}
    except DAMAGED as error:
        raise UnreadableError(f"{path} cannot be read: {error}") from error


def read_npy(path: Path) -> NDArray[Any]:
    """Return the array of a .npy; raise `UnreadableError`."""
    try:
        with path.open("rb") as file:
            return np.lib.format.read_array(file, allow_pickle=False)
    except DAMAGED as error:
        raise UnreadableError(f"{path} cannot be read: {error}") from error


def write_arrays(path: Path, arrays: Iterable[NDArray[Any]]) -> None:
    """Replace `path` (.npz) by these arrays at once, in their order."""
    with replacing(path) as temporary:
        np.savez(temporary, *arrays)


def read_arrays(path: Path) -> list[NDArray[Any]]:
    """Return what `write_arrays` wrote; raise `DigitLabError` when the file cannot be read."""
    try:
        return list(read_npz(path).values())
    except UnreadableError as error:
        raise DigitLabError(f"{error}. Start a new run.") from error


def _check(archive: ZipFile) -> None:
    # NumPy reads as much of an array as its header says, and sums are compared only at the end.
    if damaged := archive.testzip():
        raise ValueError(f"{damaged} is damaged")
