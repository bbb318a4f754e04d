"""The cause of each mistake: the label, the digit or the model."""

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.analysis.evaluation import Evaluation

_LOW_MARGIN = 0.5


class ErrorCause(StrEnum):
    """Why a digit was taken for another."""

    LABEL = "label is wrong"
    AMBIGUOUS = "ambiguous"
    MODEL = "the model's mistake"


def triage(
    evaluation: Evaluation,
    wrong_labels: NDArray[np.int64],
    neighbour_labels: Mapping[int, NDArray[np.uint8]],
) -> dict[int, ErrorCause]:
    """Return the cause of each mistake by its row in the evaluation, worst first.

    A mistake on one of `wrong_labels`, rows (k,), is the label's. It is ambiguous where the model's
    margin, the probability of its prediction less that of the label, is below one half, or where
    most of the nearest training digits, `neighbour_labels` by row, do not share the model's
    prediction. All others are the model's own.
    """
    known, margin = set(wrong_labels.tolist()), margins(evaluation)
    causes = {}
    for row in evaluation.mistakes().tolist():
        prediction, alike = evaluation.predictions[row], neighbour_labels.get(row)
        disagree = alike is not None and np.mean(alike == prediction) <= 0.5
        if row in known:
            causes[row] = ErrorCause.LABEL
        elif margin[row] < _LOW_MARGIN or disagree:
            causes[row] = ErrorCause.AMBIGUOUS
        else:
            causes[row] = ErrorCause.MODEL
    return causes


def margins(evaluation: Evaluation) -> NDArray[np.float64]:
    """Return the probability of the prediction less that of the label, (n,), 0 where right."""
    rows, probabilities = np.arange(len(evaluation.labels)), evaluation.probabilities
    of_prediction = probabilities[rows, evaluation.predictions]
    return np.asarray(of_prediction - probabilities[rows, evaluation.labels])
