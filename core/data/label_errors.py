"""MNIST's test digits whose label most human raters call wrong.

Northcutt, Athalye and Mueller 2021, "Pervasive Label Errors in Test Sets Destabilize Machine
Learning Benchmarks" (arXiv 2103.14749), had five people judge each doubtful digit; their votes
are published with the paper at github.com/cleanlab/label-errors (mturk/mnist_mturk.json).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import Dataset

WRONG_LABELS: dict[int, int | None] = {
    947: 9,
    1621: 6,
    1901: 4,
    2130: None,
    2462: 0,
    2597: 3,
    2654: None,
    3520: None,
    3558: 0,
    5937: 3,
    6651: 6,
    6783: 6,
    8527: None,
    9679: None,
    9729: 6,
}
"""Index of the test digit, counted from 0, and the label that at least three of five gave it.

None where at most two of the five confirmed MNIST's label but no other has a majority either.
"""

_NAME, _COUNT = "mnist", 10_000


@dataclass(frozen=True, eq=False)
class Corrections:
    """What is known about a data set's test labels, all indices int64 and ascending.

    `wrong` (w,) are all digits in `WRONG_LABELS`; `labels` (n,) uint8 are all test labels with
    those corrected that have a majority for another; `decided` are the digits that have a label.
    """

    wrong: NDArray[np.int64]
    labels: NDArray[np.uint8]
    decided: NDArray[np.int64]


def corrections(dataset: Dataset) -> Corrections:
    """Return what is known about the test labels of `dataset`; only of MNIST anything is."""
    known = WRONG_LABELS if is_mnist(dataset) else {}
    labels = dataset.test.labels.copy()
    for index, label in known.items():
        if label is not None:
            labels[index] = label
    undecided = [index for index, label in known.items() if label is None]
    decided = np.setdiff1d(np.arange(len(labels)), undecided)
    return Corrections(np.array(sorted(known), np.int64), labels, decided.astype(np.int64))


def is_mnist(dataset: Dataset) -> bool:
    """Say whether the indices of `WRONG_LABELS` are those of this data set."""
    return dataset.name == _NAME and len(dataset.test) == _COUNT
