"""What a training shows of itself while it goes on: `live.npz` in the run's folder."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data import CLASS_COUNT
from core.files.arrays import UnreadableError, read_npz
from core.files.json_files import replacing
from core.runs.folder import RunFile
from core.runs.run import Run


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A network in the middle of its training.

    `digits` (n,) int64 are indices into the training split of a few fixed validation digits,
    `probabilities` (n, 10) float32 what is predicted of them now; `weights` (k, h, w) float32 are
    first-layer weights as pictures; `confusion` (10, 10) int64 counts the validation digits at the
    end of the last epoch, rows = actual, all 0 before the first end.
    """

    digits: NDArray[np.int64]
    probabilities: NDArray[np.float32]
    weights: NDArray[np.float32]
    confusion: NDArray[np.int64]


_ARRAYS = {
    "digits": "digits",
    "probabilities": "opinions",
    "weights": "weights",
    "confusion": "confusion",
}
"""What each field is called in the file, whose names stay those of 0.1.0."""


def write_snapshot(run: Run, snapshot: Snapshot) -> None:
    """Replace the run's snapshot."""
    with replacing(run.folder / RunFile.SNAPSHOT) as path:
        np.savez(path, **{name: vars(snapshot)[field] for field, name in _ARRAYS.items()})


def read_snapshot(run: Run) -> Snapshot | None:
    """Return the last snapshot, or None when there is none that can be read."""
    try:
        stored = read_npz(run.folder / RunFile.SNAPSHOT, _ARRAYS.values())
    except UnreadableError:
        return None
    snapshot = Snapshot(**{field: stored[name] for field, name in _ARRAYS.items()})
    return snapshot if _is_sound(snapshot) else None


def _is_sound(snapshot: Snapshot) -> bool:
    count = len(snapshot.digits)
    return (
        snapshot.digits.dtype.kind == snapshot.confusion.dtype.kind == "i"
        and snapshot.probabilities.dtype.kind == snapshot.weights.dtype.kind == "f"
        and snapshot.digits.ndim == 1
        and snapshot.probabilities.shape == (count, CLASS_COUNT)
        and snapshot.weights.ndim == 3
        and snapshot.confusion.shape == (CLASS_COUNT, CLASS_COUNT)
        and bool(np.isfinite(snapshot.probabilities).all() and np.isfinite(snapshot.weights).all())
    )
