"""A run's model as a classifier of 28x28 digits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.inference.litert import LiteRTModel
from core.metrics import energy, probabilities
from core.runs.run import Run


@dataclass(frozen=True)
class Classification:
    """What a model says of n digits.

    `logits` (n, 10) float32, calibrated; `probabilities` (n, 10) float64, their softmax;
    `is_digit` (n,) bool, false where the image looks like no digit the model was trained on.
    """

    logits: NDArray[np.float32]
    probabilities: NDArray[np.float64]
    is_digit: NDArray[np.bool_]

    def part(self, which: slice | list[int]) -> "Classification":
        """Return what it says of some of the digits."""
        return Classification(self.logits[which], self.probabilities[which], self.is_digit[which])


class Classifier:
    """A model in memory. Safe to use from several threads."""

    def __init__(self, run: Run) -> None:
        """Load the model of `run`; raise `DigitLabError` when it has none."""
        if run.result is None:
            raise DigitLabError(
                f"{run.id} has no model yet ({run.status.state}); wait for it or choose another."
            )
        self._model = LiteRTModel.of(run)
        self._minimum_energy = run.result.minimum_energy
        self._temperature = np.float32(run.result.temperature)

    def __call__(self, images: NDArray[np.uint8]) -> Classification:
        """Classify `images`, uint8 (n, 28, 28), prepared as MNIST's, 255 = ink.

        The temperature and the energy score from which an image counts as a digit were found on
        the digits held back for validation, of which the latter refuses 0.65 %. An image without
        ink is no digit.
        """
        raw = self._model(images).logits
        has_ink = images.any(axis=(1, 2))  # what a network makes of a blank image is chance
        is_digit = has_ink & (energy(raw) >= self._minimum_energy)
        logits = self.calibrated(raw)
        return Classification(logits, probabilities(logits), is_digit)

    def calibrated(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return logits (n, 10), as the network gives them, divided by the run's temperature."""
        return logits / self._temperature
