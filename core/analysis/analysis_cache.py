"""What was computed about a run once, cached in its folder: `analysis/` there.

The file's name holds the model's and the data set's fingerprints, so what was computed for
another model or other digits is never found.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset
from core.files.arrays import UnreadableError, read_npz
from core.files.json_files import replacing
from core.files.storage import StorageError
from core.runs.folder import RunFile
from core.runs.run import Run

Arrays = dict[str, NDArray[np.generic]]

_SHOWN = 12  # characters of a fingerprint in a file's name


def fingerprint(run: Run, dataset: Dataset) -> str:
    """Return what tells this model on these digits from all others."""
    model = sha256(run.litert_path.read_bytes()).hexdigest()
    return f"{model[:_SHOWN]}-{dataset.fingerprint[:_SHOWN]}"


def load(run: Run, dataset: Dataset, name: str) -> Arrays | None:
    """Return the arrays cached under `name`, or None when there are none that can be read."""
    try:
        return read_npz(_path(run, dataset, name))
    except UnreadableError:
        return None


def save(run: Run, dataset: Dataset, name: str, arrays: Arrays) -> None:
    """Cache arrays under `name`; where the folder cannot be written they are just not cached."""
    path = _path(run, dataset, name)
    with suppress(OSError, StorageError):
        path.parent.mkdir(exist_ok=True)
        with replacing(path) as temporary:
            np.savez_compressed(temporary, **arrays)  # type: ignore[arg-type]


def _path(run: Run, dataset: Dataset, name: str) -> Path:
    return run.folder / RunFile.ANALYSIS / f"{name}-{fingerprint(run, dataset)}.npz"
