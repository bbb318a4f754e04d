"""What accuracy a model has if it may leave out the digits it is least sure of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.analysis.evaluation import Evaluation


@dataclass(frozen=True, eq=False)
class CoverageCurve:
    """Accuracies (k,) float64 on the surest shares (k,) float64 of the digits, shares ascending."""

    shares: NDArray[np.float64]
    accuracies: NDArray[np.float64]

    def at(self, share: float) -> float:
        """Return the accuracy on the surest `share` of the digits, 0 < share <= 1."""
        return float(self.accuracies[np.searchsorted(self.shares, share - 1e-12)])

    def to_dict(self) -> dict[str, list[float]]:
        """Return the curve as plain data for JSON."""
        return {"shares": self.shares.tolist(), "accuracies": self.accuracies.tolist()}


def coverage_curve(evaluation: Evaluation, points: int = 101) -> CoverageCurve:
    """Return accuracy against coverage at `points` shares, from half of the digits to all.

    El-Yaniv and Wiener 2010, "On the Foundations of Noise-free Selective Classification".
    """
    surest = np.argsort(-evaluation.probabilities.max(axis=1), kind="stable")
    right = np.cumsum((evaluation.predictions == evaluation.labels)[surest])
    counts = np.unique(np.ceil(np.linspace(0.5, 1, points) * len(right)).astype(int))
    return CoverageCurve(counts / len(right), right[counts - 1] / counts)
