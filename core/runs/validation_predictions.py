"""What a network answered to the validation digits after each epoch: `answers.npy` in its run."""

import numpy as np
from numpy.typing import NDArray

from core.files.arrays import UnreadableError, read_npy
from core.files.json_files import replacing
from core.runs.folder import RunFile
from core.runs.run import Run

UNKNOWN = 255
"""Stands for all answers of an epoch after which the process was killed before it kept them."""


def write_validation_predictions(run: Run, answers: NDArray[np.uint8]) -> None:
    """Replace the answers, classes (epochs, n); n validation digits in ascending order."""
    with replacing(run.folder / RunFile.VALIDATION_PREDICTIONS) as path:
        np.save(path, answers)


def read_validation_predictions(run: Run) -> NDArray[np.uint8] | None:
    """Return the answers (epochs, n), or None when there are none that can be read."""
    try:
        answers = read_npy(run.folder / RunFile.VALIDATION_PREDICTIONS)
    except UnreadableError:
        return None
    sound = answers.dtype == np.uint8 and answers.ndim == 2
    return answers if sound and answers.size else None
