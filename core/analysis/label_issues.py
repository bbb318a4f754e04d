"""Labels that are probably wrong, found by networks that have not learned from them.

Confident learning: Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty
in Dataset Labels", Journal of Artificial Intelligence Research 70.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.analysis.progress import Progress, untold
from core.data import CLASS_COUNT, Dataset
from core.inference import Classifier
from core.runs.run import Run
from core.runs.split import split_indices

_CHUNK = 2000
_ROUNDING = 1e-9  # the mean of equal numbers may be a little above them


@dataclass(frozen=True, eq=False)
class LabelIssues:
    """Digits whose label is probably wrong, the most doubtful first.

    `indices` (k,) are theirs in the split, `suggested` (k,) the classes that the networks are
    confident of instead, `margins` (k,) the probability of the label less that of the likeliest
    other class, -1..1. `joint` (10, 10) counts all digits by label and by the class that they are
    confidently of; digits of which no class is confident are in no cell.
    """

    indices: NDArray[np.int64]
    suggested: NDArray[np.int64]
    margins: NDArray[np.float64]
    joint: NDArray[np.int64]


def out_of_sample_probabilities(
    runs: Iterable[Run], dataset: Dataset, progress: Progress = untold
) -> NDArray[np.float64]:
    """Return for each training digit the probabilities by a run that held it back, (n, 10).

    NaN stands for digits that no run held back; `progress` is told the share done, 0..1.
    """
    images = dataset.train.images
    probabilities = np.full((len(images), CLASS_COUNT), np.nan)
    done = 0
    for run in runs:
        indices = split_indices(dataset.train.labels, run.info.config).validation
        classifier = Classifier(run)
        for start in range(0, len(indices), _CHUNK):
            chunk = indices[start : start + _CHUNK]
            probabilities[chunk] = classifier(images[chunk]).probabilities
            done += len(chunk)
            progress(min(1.0, done / len(images)))
    return probabilities


def find_label_issues(probabilities: NDArray[np.float64], labels: NDArray[np.uint8]) -> LabelIssues:
    """Return the issues among `labels` (n,), given out-of-sample `probabilities` (n, 10).

    A class is confident of a digit when it is at least as probable as it is on average on the
    digits that bear its label; of several such classes the most probable one counts. A label is
    an issue when another class is confident.
    """
    known = np.flatnonzero(np.isfinite(probabilities).all(axis=1))
    probabilities, classes = probabilities[known], labels[known].astype(np.int64)
    confident = probabilities >= _thresholds(probabilities, classes) - _ROUNDING
    suggested = np.where(confident, probabilities, -1.0).argmax(axis=1)
    certain = confident.any(axis=1)
    joint = np.zeros((CLASS_COUNT, CLASS_COUNT), np.int64)
    np.add.at(joint, (classes[certain], suggested[certain]), 1)

    issues = np.flatnonzero(certain & (suggested != classes))
    margins = _margins(probabilities[issues], classes[issues])
    order = np.argsort(margins, kind="stable")
    issues = issues[order]
    return LabelIssues(known[issues], suggested[issues], margins[order], joint)


def _thresholds(
    probabilities: NDArray[np.float64], labels: NDArray[np.int64]
) -> NDArray[np.float64]:
    # A class that no digit bears is never confident.
    return np.array(
        [
            probabilities[labels == digit, digit].mean() if (labels == digit).any() else np.inf
            for digit in range(CLASS_COUNT)
        ]
    )


def _margins(probabilities: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    rows = np.arange(len(labels))
    others = probabilities.copy()
    others[rows, labels] = -1.0
    return np.asarray(probabilities[rows, labels] - others.max(axis=1, initial=-1.0))
