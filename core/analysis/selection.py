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

    With neither class it is all mistakes. Only a cell of the diagonal holds right answers.
    """

    actual: int | None = None
    predicted: int | None = None

    @property
    def title(self) -> str:
        """What its digits have in common."""
        actual, predicted = self.actual, self.predicted
        if actual is None:
            return "All mistakes" if predicted is None else f"Wrongly taken for {predicted}"
        if predicted is None:
            return f"{actual} taken for another digit"
        return f"{actual} {'recognised as' if actual == predicted else 'taken for'} {predicted}"

    def places(self, evaluation: Evaluation) -> NDArray[np.int64]:
        """Return the indices of its digits, highest loss first."""
        if self.actual is not None and self.predicted is not None:
            return evaluation.cell(self.actual, self.predicted)
        wrong = evaluation.mistakes()
        if self.actual is not None:
            wrong = wrong[evaluation.labels[wrong] == self.actual]
        if self.predicted is not None:
            wrong = wrong[evaluation.predictions[wrong] == self.predicted]
        return wrong


def between(
    evaluation: Evaluation, places: NDArray[np.int64], least: float, most: float
) -> NDArray[np.int64]:
    """Return those of `places` whose answer has a probability from `least` to `most`, 0..1."""
    sure = evaluation.probabilities[places].max(axis=1)
    return np.asarray(places[(sure >= least) & (sure <= most)])


def ordered(evaluation: Evaluation, places: NDArray[np.int64], order: Order) -> NDArray[np.int64]:
    """Return `places` by `order`: highest loss, surest answer, smallest margin or index first."""
    match order:
        case Order.LOSS:
            keys = -evaluation.losses[places]
        case Order.CONFIDENCE:
            keys = -evaluation.probabilities[places].max(axis=1)
        case Order.MARGIN:
            keys = margins(evaluation)[places]
        case Order.INDEX:
            return np.sort(places)
    return places[np.argsort(keys, kind="stable")]
