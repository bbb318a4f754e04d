"""Which digits of an evaluation to look at, and in which order."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.analysis.evaluation import Evaluation
from core.analysis.triage import margins


class Order(StrEnum):
    """By what digits are ordered."""

    LOSS = "loss"
    CONFIDENCE = "confidence"
    MARGIN = "margin"
    INDEX = "index"


@dataclass(frozen=True)
class Selection:
    """A cell of the confusion matrix; with one class alone the mistakes of its row or column.

    With neither class it is all mistakes. Only a cell of the diagonal holds right predictions.
    """

    actual: int | None = None
    predicted: int | None = None

    @property
    def title(self) -> str:
        """What its digits have in common."""
        actual, predicted = self.actual, self.predicted
        if actual is None:
            return "All mistakes" if predicted is None else f"Wrongly predicted as {predicted}"
        if predicted is None:
            return f"{actual} predicted as another digit"
        return f"{actual} predicted as {predicted}"

    def rows(self, evaluation: Evaluation) -> NDArray[np.int64]:
        """Return the rows of its digits in the evaluation, highest loss first."""
        if self.actual is not None and self.predicted is not None:
            return evaluation.cell(self.actual, self.predicted)
        wrong = evaluation.mistakes()
        if self.actual is not None:
            wrong = wrong[evaluation.labels[wrong] == self.actual]
        if self.predicted is not None:
            wrong = wrong[evaluation.predictions[wrong] == self.predicted]
        return wrong


def between(
    evaluation: Evaluation, rows: NDArray[np.int64], least: float, most: float
) -> NDArray[np.int64]:
    """Return those of `rows` whose prediction has a probability from `least` to `most`, 0..1."""
    confidences = evaluation.probabilities[rows].max(axis=1)
    return np.asarray(rows[(confidences >= least) & (confidences <= most)])


def ordered(evaluation: Evaluation, rows: NDArray[np.int64], order: Order) -> NDArray[np.int64]:
    """Return `rows` by `order`: highest loss, confidence, or smallest margin or index first."""
    match order:
        case Order.LOSS:
            keys = -evaluation.losses[rows]
        case Order.CONFIDENCE:
            keys = -evaluation.probabilities[rows].max(axis=1)
        case Order.MARGIN:
            keys = margins(evaluation)[rows]
        case Order.INDEX:
            return np.sort(rows)
    return rows[np.argsort(keys, kind="stable")]
