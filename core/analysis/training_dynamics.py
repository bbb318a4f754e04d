"""Training dynamics: which digits a network learned, forgot, or never learned, by epoch."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.data import CLASS_COUNT, Dataset
from core.runs.run import Run
from core.runs.split import split_indices
from core.runs.validation_predictions import UNKNOWN, read_validation_predictions


class LearningOutcome(StrEnum):
    """What became of a digit during a training."""

    ALWAYS = "right from the first epoch on"
    LEARNED = "learned"
    FORGOTTEN = "forgotten"
    NEVER = "never learned"


@dataclass(frozen=True, eq=False)
class TrainingDynamics:
    """Digits with labels (n,), and their predicted classes after each epoch, (epochs, n)."""

    labels: NDArray[np.uint8]
    predictions: NDArray[np.uint8]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each digit was right after each known epoch, (known epochs, n)."""
        return np.asarray(self.predictions[self.known - 1] == self.labels)

    @property
    def known(self) -> NDArray[np.int64]:
        """The epochs, counted from 1, after which the predictions are known, ascending."""
        return np.flatnonzero((self.predictions != UNKNOWN).all(axis=1)) + 1

    def confusion_matrix(self, epoch: int) -> NDArray[np.int64]:
        """Return counts (10, 10) after `epoch`, one of `known`: rows = actual."""
        predictions = self.predictions[epoch - 1]
        counted = predictions < CLASS_COUNT  # a training on what is no digit may say so of one
        cells = self.labels[counted].astype(np.int64) * CLASS_COUNT + predictions[counted]
        return np.bincount(cells, minlength=CLASS_COUNT**2).reshape(CLASS_COUNT, CLASS_COUNT)

    def to_dict(self) -> dict[str, Any]:
        """Return what happened as plain data for JSON: mistakes by epoch, and digits by outcome."""
        return {
            "epochs": self.known.tolist(),
            "mistakes": (~self.right).sum(axis=1).tolist(),
            "digits": {str(outcome): len(rows) for outcome, rows in self.outcomes().items()},
        }

    def outcomes(self) -> dict[LearningOutcome, NDArray[np.int64]]:
        """Return the rows of the digits under what became of them.

        Learned ones were wrong after some epoch and right after the last; forgotten ones the
        other way round; never learned ones wrong after every epoch. Those that changed most often
        come first (forgetting events: Toneva and others 2019, "An Empirical Study of Example
        Forgetting during Deep Neural Network Learning").
        """
        right = self.right
        ever, always, last = right.any(axis=0), right.all(axis=0), right[-1]
        members = {
            LearningOutcome.ALWAYS: always,
            LearningOutcome.LEARNED: last & ~always,
            LearningOutcome.FORGOTTEN: ever & ~last,
            LearningOutcome.NEVER: ~ever,
        }
        changes = (right[1:] != right[:-1]).sum(axis=0)
        return {
            outcome: _most_first(np.flatnonzero(is_member), changes)
            for outcome, is_member in members.items()
        }


def training_dynamics_of(run: Run, dataset: Dataset) -> TrainingDynamics | None:
    """Return how `run` learned its validation digits of `dataset`, None where it is not known."""
    if run.info.fingerprint != dataset.fingerprint:
        return None
    validation = split_indices(dataset.train.labels, run.info.config).validation
    return training_dynamics(dataset.train.labels[validation], read_validation_predictions(run))


def training_dynamics(
    labels: NDArray[np.uint8], predictions: NDArray[np.uint8] | None
) -> TrainingDynamics | None:
    """Return how digits with these labels (n,) were learned, None where it is not known."""
    if predictions is None or predictions.shape[1] != len(labels):
        return None
    dynamics = TrainingDynamics(labels, predictions)
    return dynamics if len(dynamics.known) else None


def _most_first(rows: NDArray[np.int64], changes: NDArray[np.int64]) -> NDArray[np.int64]:
    return rows[np.argsort(-changes[rows], kind="stable")]
