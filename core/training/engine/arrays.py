"""Lists of arrays in files: in milliseconds, where Keras' own files take a part of an epoch."""

import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.training.files import replacing

_UNREADABLE = (OSError, EOFError, KeyError, ValueError, TypeError, BadZipFile, zlib.error)


def write_arrays(path: Path, arrays: Iterable[NDArray[Any]]) -> None:
    """Replace `path` (.npz) by these arrays at once, in their order."""
    with replacing(path) as temporary:
        np.savez(temporary, *arrays)


def read_arrays(path: Path) -> list[NDArray[Any]]:
    """Return what `write_arrays` wrote; raise `DigitLabError` when the file cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return [stored[f"arr_{index}"] for index in range(len(stored.files))]
    except _UNREADABLE as error:
        raise DigitLabError(f"{path} cannot be read: {error}. Start a new run.") from error
