"""A model on the test digits: accuracy, confusion matrix, scores by class, the digits behind."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.analysis.calibration import Reliability, reliability
from core.analysis.progress import Progress, untold
from core.data import CLASS_COUNT, Dataset
from core.files.arrays import UnreadableError, read_npz
from core.inference import Classifier
from core.metrics import cross_entropies, probabilities, wilson_interval
from core.runs.run import Run

_CHUNK = 1000


@dataclass(frozen=True)
class ClassScores:
    """Scores of each class, all (10,): the first three float64 of 0..1, support int64.

    Where nothing was predicted as a class its precision is 0, as in scikit-learn; likewise the
    others.
    """

    precision: NDArray[np.float64]
    recall: NDArray[np.float64]
    f1: NDArray[np.float64]
    support: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A model's calibrated logits (n, 10) float32 on digits with the given labels (n,) uint8."""

    labels: NDArray[np.uint8]
    logits: NDArray[np.float32]

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """The ten probabilities of each digit, (n, 10)."""
        return probabilities(self.logits)

    @cached_property
    def predictions(self) -> NDArray[np.int64]:
        """The most probable class of each digit, (n,)."""
        return np.asarray(self.logits.argmax(axis=1))

    @cached_property
    def losses(self) -> NDArray[np.float64]:
        """The cross-entropy of each digit, (n,), in nats."""
        return cross_entropies(self.logits, self.labels)

    @cached_property
    def confusion_matrix(self) -> NDArray[np.int64]:
        """Counts (10, 10): row = actual class, column = predicted class."""
        cells = self.labels.astype(np.int64) * CLASS_COUNT + self.predictions
        counts = np.bincount(cells, minlength=CLASS_COUNT**2)
        return counts.reshape(CLASS_COUNT, CLASS_COUNT).astype(np.int64)

    @property
    def errors(self) -> int:
        """How many digits were taken for another."""
        return len(self.labels) - int(self.confusion_matrix.trace())

    @property
    def accuracy(self) -> float:
        """The share of digits recognised, 0..1."""
        return 1 - self.errors / len(self.labels)

    @property
    def accuracy_interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the accuracy."""
        return wilson_interval(len(self.labels) - self.errors, len(self.labels))

    @property
    def loss(self) -> float:
        """The mean cross-entropy in nats."""
        return float(self.losses.mean())

    @cached_property
    def reliability(self) -> Reliability:
        """Whether the model is right as often as its probabilities say."""
        return reliability(self.probabilities, self.labels)

    @cached_property
    def per_class(self) -> ClassScores:
        """Precision, recall, F1 and support of each class."""
        matrix = self.confusion_matrix
        right, predicted, actual = matrix.diagonal(), matrix.sum(axis=0), matrix.sum(axis=1)
        return ClassScores(
            precision=_share(right, predicted),
            recall=_share(right, actual),
            f1=_share(2 * right, predicted + actual),
            support=actual,
        )

    def cell(self, actual: int, predicted: int) -> NDArray[np.int64]:
        """Return the rows of the digits of one cell of the confusion matrix, worst first."""
        return self._worst_first((self.labels == actual) & (self.predictions == predicted))

    def mistakes(self) -> NDArray[np.int64]:
        """Return the rows of all digits taken for another, worst first."""
        return self._worst_first(self.labels != self.predictions)

    def _worst_first(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        rows = np.flatnonzero(chosen)
        return rows[np.argsort(-self.losses[rows], kind="stable")]

    def to_dict(self) -> dict[str, Any]:
        """Return all figures as plain data for JSON."""
        scores = self.per_class
        return {
            "digits": len(self.labels),
            "accuracy": self.accuracy,
            "accuracy_interval": list(self.accuracy_interval),
            "loss": self.loss,
            "errors": self.errors,
            "confusion_matrix": self.confusion_matrix.tolist(),
            "per_class": [
                {
                    "digit": digit,
                    "precision": float(scores.precision[digit]),
                    "recall": float(scores.recall[digit]),
                    "f1": float(scores.f1[digit]),
                    "support": int(scores.support[digit]),
                }
                for digit in range(CLASS_COUNT)
            ],
            "calibration": self.reliability.to_dict(),
        }


def evaluate(run: Run, dataset: Dataset, progress: Progress = untold) -> Evaluation:
    """Return the evaluation of `run` on the test digits of `dataset`.

    The logits that the training left are used if they are of these very digits; otherwise the
    model runs (about a second for 10,000 digits). Raises `DigitLabError` if there is no model.
    """
    classifier = Classifier(run)
    stored = _stored_logits(run, dataset)
    if stored is None:
        logits = logits_of(dataset.test.images, classifier, progress)
    else:
        logits = classifier.calibrated(stored)
    return Evaluation(dataset.test.labels, logits)


def logits_of(
    images: NDArray[np.uint8], classifier: Classifier, progress: Progress = untold
) -> NDArray[np.float32]:
    """Return the calibrated logits (n, 10) of images (n, 28, 28); `progress` is told the share."""
    logits = np.empty((len(images), CLASS_COUNT), np.float32)
    for start in range(0, len(images), _CHUNK):
        progress(start / len(images))
        logits[start : start + _CHUNK] = classifier(images[start : start + _CHUNK]).logits
    return logits


def _stored_logits(run: Run, dataset: Dataset) -> NDArray[np.float32] | None:
    try:
        stored = read_npz(run.predictions_path, ["fingerprint", "logits"])
    except UnreadableError:
        return None  # the model itself can say it again
    logits, expected = stored["logits"], (len(dataset.test), CLASS_COUNT)
    if str(stored["fingerprint"]) != dataset.fingerprint or logits.shape != expected:
        return None
    return logits if logits.dtype == np.float32 and np.isfinite(logits).all() else None


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)
