"""Two models on the same digits: what one gets right and the other wrong, and if that is chance."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.analysis.evaluation import Evaluation
from core.formats import count, counted

SIGNIFICANT = 0.05
_SMALLEST_SHOWN = 0.001


@dataclass(frozen=True, eq=False)
class Comparison:
    """Model B against model A on the same n digits; rows of them are int64, ascending."""

    digits: int
    fixed: NDArray[np.int64]
    """What A gets wrong and B right."""
    broken: NDArray[np.int64]
    """What A gets right and B wrong."""
    both_wrong: NDArray[np.int64]
    difference: NDArray[np.int64]
    """The confusion matrix of B minus that of A, (10, 10)."""

    @property
    def p_value(self) -> float:
        """How probable so uneven a split is, or a more uneven one, if both were equally good.

        McNemar's test in its exact form: of the digits that only one gets right, each is B's with
        probability one half (McNemar 1947, "Note on the sampling error of the difference between
        correlated proportions or percentages").
        """
        from scipy.stats import binomtest

        changed = len(self.fixed) + len(self.broken)
        return float(binomtest(len(self.fixed), changed).pvalue) if changed else 1.0

    @property
    def significance(self) -> str:
        """The p-value as people read it, as in "p = 0.031"."""
        return _written(self.p_value)

    def conclusion(self, a: str = "A", b: str = "B") -> str:
        """Return what follows as a sentence: by McNemar's test, with the names of both."""
        if not len(self.fixed) and not len(self.broken):
            return f"{a} and {b} are right and wrong on the same digits."
        counts = (
            f"{count(len(self.fixed))} corrected by {b}, "
            f"{count(len(self.broken))} newly wrong in {b}, {self.significance}"
        )
        if self.p_value >= SIGNIFICANT:
            return f"Not distinguishable on {counted(self.digits, 'digit')} ({counts})."
        better = b if len(self.fixed) > len(self.broken) else a
        return f"{better} is better: {counts}."

    def to_dict(self) -> dict[str, Any]:
        """Return all figures as plain data for JSON."""
        return {
            "digits": self.digits,
            "fixed": self.fixed.tolist(),
            "broken": self.broken.tolist(),
            "both_wrong": self.both_wrong.tolist(),
            "p_value": self.p_value,
            "verdict": self.conclusion(),
        }


def compare(a: Evaluation, b: Evaluation) -> Comparison:
    """Return how `b` does against `a`; raises `ValueError` unless both are of the same digits."""
    if not np.array_equal(a.labels, b.labels):
        raise ValueError("these are evaluations of different digits")
    a_right, b_right = a.predictions == a.labels, b.predictions == b.labels
    return Comparison(
        len(a.labels),
        np.flatnonzero(~a_right & b_right),
        np.flatnonzero(a_right & ~b_right),
        np.flatnonzero(~a_right & ~b_right),
        b.confusion_matrix - a.confusion_matrix,
    )


def _written(p_value: float) -> str:
    return f"p < {_SMALLEST_SHOWN}" if p_value < _SMALLEST_SHOWN else f"p = {p_value:.3f}"
