"""A run's model as a classifier of 28x28 digits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.litert import LiteRTModel
from core.scores import energy, probabilities
from core.training.runs import Run


@dataclass(frozen=True)
class Classification:
    """What a model says of n digits.

    `logits` (n, 10) float32; `probabilities` (n, 10) float64, rows summing to 1; `is_digit` (n,)
    bool, false where the image looks like nothing the model was trained on.
    """

    logits: NDArray[np.float32]
    probabilities: NDArray[np.float64]
    is_digit: NDArray[np.bool_]


class Classifier:
    """A model in memory. Safe to use from several threads."""

    def __init__(self, run: Run) -> None:
        """Load the model of `run`; raise `DigitLabError` when it has none."""
        if run.result is None:
            raise DigitLabError(
                f"{run.id} has no model yet ({run.status.state}); wait for it or choose another."
            )
        self._model = LiteRTModel(run.litert_path)
        self._minimum_energy = run.result.minimum_energy

    def __call__(self, images: NDArray[np.uint8]) -> Classification:
        """Classify `images`, uint8 (n, 28, 28), prepared as MNIST's, 255 = ink.

        `is_digit` compares the energy score with a threshold that refuses one in a hundred of
        the digits held back for validation.
        """
        logits = self._model(images).logits
        is_digit = energy(logits) >= self._minimum_energy
        return Classification(logits, probabilities(logits), is_digit)
