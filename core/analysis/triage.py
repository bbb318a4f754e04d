"""Whose fault a mistake is: the label's, the digit's or the model's."""

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
    """Return a verdict on each mistake, worst first.

    A mistake on one of `wrong_labels` is the label's. It is ambiguous where the model's margin,
    the probability of its answer less that of the label, is below one half, or where most of the
    nearest training digits, `neighbour_labels` by index, do not share the model's answer. All
    others are the model's own.
    """
    known, margin = set(wrong_labels.tolist()), margins(evaluation)
    verdicts = {}
    for index in evaluation.mistakes().tolist():
        answer, alike = evaluation.predictions[index], neighbour_labels.get(index)
        disagree = alike is not None and np.mean(alike == answer) <= 0.5
        if index in known:
            verdicts[index] = ErrorCause.LABEL
        elif margin[index] < _LOW_MARGIN or disagree:
            verdicts[index] = ErrorCause.AMBIGUOUS
        else:
            verdicts[index] = ErrorCause.MODEL
    return verdicts


def margins(evaluation: Evaluation) -> NDArray[np.float64]:
    """Return the probability of the answer less that of the label, (n,), 0 where it is right."""
    rows = np.arange(len(evaluation.labels))
    chances = evaluation.probabilities
    return np.asarray(chances[rows, evaluation.predictions] - chances[rows, evaluation.labels])
