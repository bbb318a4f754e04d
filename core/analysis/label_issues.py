"""Labels that are probably wrong, found by networks that have not learned from them.

Confident learning: Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty
in Dataset Labels", Journal of Artificial Intelligence Research 70.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data import Dataset
from core.inference import Classifier
from core.runs.run import Run
from core.runs.split import split_indices

_CLASSES = 10
_CHUNK = 2000
_ROUNDING = 1e-9  # the mean of equal numbers may be a little above them


@dataclass(frozen=True, eq=False)
class LabelIssues:
    """Digits whose label is doubted, the most doubtful first.

    `numbers` (k,) are their indices, `suggested` (k,) the classes that the networks are confident
    of instead, `margins` (k,) the probability of the label less that of the likeliest other class,
    -1..1. `joint` (10, 10) counts all digits by label and by the class that they are confidently
    of; digits of which no class is confident are in no cell.
    """

    numbers: NDArray[np.int64]
    suggested: NDArray[np.int64]
    margins: NDArray[np.float64]
    joint: NDArray[np.int64]


def out_of_sample_probabilities(
    runs: Iterable[Run], dataset: Dataset, progress: Callable[[float], None] = lambda share: None
) -> NDArray[np.float64]:
    """Return for each training digit the probabilities by a run that held it back, (n, 10).

    NaN stands for digits that no run held back; `progress` is told the share done, 0..1.
    """
    images = dataset.train.images
    answers = np.full((len(images), _CLASSES), np.nan)
    done = 0
    for run in runs:
        numbers = split_indices(dataset.train.labels, run.info.config).validation
        classifier = Classifier(run)
        for start in range(0, len(numbers), _CHUNK):
            chunk = numbers[start : start + _CHUNK]
            answers[chunk] = classifier(images[chunk]).probabilities
            done += len(chunk)
            progress(min(1.0, done / len(images)))
    return answers


def find_label_issues(probabilities: NDArray[np.float64], labels: NDArray[np.uint8]) -> LabelIssues:
    """Return the doubted of `labels` (n,), given out-of-sample `probabilities` (n, 10).

    A class is confident of a digit when it is at least as probable as it is on average on the
    digits that bear its label; of several such classes the most probable one counts. A label is
    doubted when another class is confident.
    """
    known = np.flatnonzero(np.isfinite(probabilities).all(axis=1))
    chances, given = probabilities[known], labels[known].astype(np.int64)
    confident = chances >= _thresholds(chances, given) - _ROUNDING
    suggested = np.where(confident, chances, -1.0).argmax(axis=1)
    certain = confident.any(axis=1)
    joint = np.zeros((_CLASSES, _CLASSES), np.int64)
    np.add.at(joint, (given[certain], suggested[certain]), 1)

    doubted = np.flatnonzero(certain & (suggested != given))
    margins = _margins(chances[doubted], given[doubted])
    order = np.argsort(margins, kind="stable")
    doubted = doubted[order]
    return LabelIssues(known[doubted], suggested[doubted], margins[order], joint)


def _thresholds(chances: NDArray[np.float64], given: NDArray[np.int64]) -> NDArray[np.float64]:
    # A class that no digit bears is never confident.
    return np.array(
        [
            chances[given == digit, digit].mean() if (given == digit).any() else np.inf
            for digit in range(_CLASSES)
        ]
    )


def _margins(chances: NDArray[np.float64], given: NDArray[np.int64]) -> NDArray[np.float64]:
    rows = np.arange(len(given))
    others = chances.copy()
    others[rows, given] = -1.0
    return np.asarray(chances[rows, given] - others.max(axis=1, initial=-1.0))
