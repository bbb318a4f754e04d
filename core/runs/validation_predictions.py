"""What a network took each validation digit for after each epoch: `answers.npy` in its run."""

import numpy as np
from numpy.typing import NDArray

from core.files.arrays import UnreadableError, read_npy
from core.files.json_files import replacing
from core.runs.folder import RunFile
from core.runs.run import Run

UNKNOWN = 255
"""Stands for all predictions of an epoch after which the process was killed before it kept them."""


def write_validation_predictions(run: Run, predictions: NDArray[np.uint8]) -> None:
    """Replace the predictions, classes (epochs, n); n validation digits in ascending order."""
    with replacing(run.folder / RunFile.VALIDATION_PREDICTIONS) as path:
        np.save(path, predictions)


def read_validation_predictions(run: Run) -> NDArray[np.uint8] | None:
    """Return the predictions (epochs, n), or None when there are none that can be read."""
    try:
        predictions = read_npy(run.folder / RunFile.VALIDATION_PREDICTIONS)
    except UnreadableError:
        return None
    sound = predictions.dtype == np.uint8 and predictions.ndim == 2
    return predictions if sound and predictions.size else None
