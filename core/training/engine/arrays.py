"""Lists of arrays in files: in milliseconds, where Keras' own files take a part of an epoch."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.array_files import UnreadableError, read_npz
from core.errors import DigitLabError
from core.training.files import replacing


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
