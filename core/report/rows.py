"""What stands in a report's tables and under its pictures, line by line."""

from dataclasses import dataclass
from math import log1p

import numpy as np

from core.analysis import Evaluation
from core.analysis.calibration import Reliability
from core.analysis.evaluation_report import EvaluationReport
from core.config.diff import changed, effective, in_words, value_in_words
from core.config.train_config import SETTINGS, TrainConfig
from core.figures.montage import png_data_uri


@dataclass(frozen=True)
class SettingRow:
    """A setting in words; `default` is empty where the value is the default."""

    label: str
    value: str
    default: str


@dataclass(frozen=True)
class Cell:
    """A cell of the confusion matrix: a count, and how dark it is, 0..1."""

    count: int
    shade: float


@dataclass(frozen=True)
class ClassRow:
    """One class: its scores, how many were missed, how many others were called so."""

    digit: int
    support: int
    precision: float
    recall: float
    f1: float
    missed: int
    wrongly: int


@dataclass(frozen=True)
class BinRow:
    """Digits whose prediction has a probability in one of the bins from `low` to `high`."""

    low: float
    high: float
    confidence: float
    accuracy: float
    count: int


@dataclass(frozen=True)
class Mistake:
    """A digit taken for another; `picture` is a data URI, `cause` empty where it is not known."""

    index: int
    picture: str
    label: int
    prediction: int
    probability: float
    loss: float
    cause: str


def setting_rows(config: TrainConfig) -> list[SettingRow]:
    """Return the settings that have an effect, those that are not at their default first."""
    unusual = set(changed(config))
    names = sorted(effective(config), key=lambda name: name not in unusual)
    return [
        SettingRow(
            SETTINGS[name].label,
            value_in_words(config, name),
            in_words(name, SETTINGS[name].default) if name in unusual else "",
        )
        for name in names
    ]


def matrix_rows(evaluation: Evaluation) -> list[list[Cell]]:
    """Return the confusion matrix, dark by the logarithm so that single mistakes show."""
    matrix = evaluation.confusion_matrix
    largest = log1p(matrix.max())
    return [
        [Cell(count, 0.06 + 0.94 * log1p(count) / largest if count else 0.0) for count in row]
        for row in matrix.tolist()
    ]


def class_rows(evaluation: Evaluation) -> list[ClassRow]:
    """Return a line for each class."""
    scores, matrix = evaluation.per_class, evaluation.confusion_matrix
    right, called = matrix.diagonal(), matrix.sum(axis=0)
    columns = (scores.support, scores.precision, scores.recall, scores.f1)
    errors = (scores.support - right, called - right)
    lines = zip(*(column.tolist() for column in (*columns, *errors)), strict=True)
    return [ClassRow(digit, *line) for digit, line in enumerate(lines)]


def bin_rows(reliability: Reliability) -> list[BinRow]:
    """Return a line for each bin that has digits."""
    edges = np.linspace(0, 1, len(reliability.counts) + 1)
    means = (reliability.confidences, reliability.accuracies)
    columns = (edges[:-1], edges[1:], *means, reliability.counts)
    lines = zip(*(column.tolist() for column in columns), strict=True)
    return [row for row in (BinRow(*line) for line in lines) if row.count]


def mistakes(report: EvaluationReport, most: int) -> list[Mistake]:
    """Return the `most` mistakes with the highest loss, that one first."""
    evaluation_set, causes = report.context.evaluation_set, report.error_causes or {}
    evaluation = evaluation_set.evaluation
    return [
        Mistake(
            index=int(evaluation_set.indices[row]),
            picture=png_data_uri(evaluation_set.images[row]),
            label=int(evaluation.labels[row]),
            prediction=int(evaluation.predictions[row]),
            probability=float(evaluation.probabilities[row].max()),
            loss=float(evaluation.losses[row]),
            cause=str(causes.get(row, "")),
        )
        for row in evaluation.mistakes()[:most].tolist()
    ]
