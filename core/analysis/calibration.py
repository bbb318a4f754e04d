"""Whether a model is right as often as it says: reliability by confidence."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 15


@dataclass(frozen=True)
class Reliability:
    """Predictions by the probability of the predicted class, in bins of equal width over 0..1.

    `counts` int64, mean `confidences` and `accuracies` float64, all (bins,); both means are 0 in
    an empty bin.
    """

    counts: NDArray[np.int64]
    confidences: NDArray[np.float64]
    accuracies: NDArray[np.float64]

    @property
    def error(self) -> float:
        """The expected calibration error, 0..1: how far both means lie apart on average.

        Naeini, Cooper and Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using
        Bayesian Binning".
        """
        gaps = np.abs(self.confidences - self.accuracies)
        return float(gaps @ self.counts / max(self.counts.sum(), 1))

    def to_dict(self) -> dict[str, object]:
        """Return error and bins as plain data for JSON."""
        rows = zip(self.counts, self.confidences, self.accuracies, strict=True)
        return {
            "error": self.error,
            "bins": [
                {"digits": int(count), "confidence": float(confidence), "accuracy": float(accuracy)}
                for count, confidence, accuracy in rows
            ],
        }


def reliability(
    probabilities: NDArray[np.float64], labels: NDArray[np.uint8], bins: int = BINS
) -> Reliability:
    """Return how reliable `probabilities` (n, 10) of digits with `labels` (n,) are."""
    confidences = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    # A confidence on a border belongs to the bin below, as in Guo et al. 2017.
    bin_of = np.clip(np.ceil(confidences * bins).astype(int) - 1, 0, bins - 1)
    counts = np.bincount(bin_of, minlength=bins)
    share = np.maximum(counts, 1)
    return Reliability(
        counts.astype(np.int64),
        np.bincount(bin_of, confidences, bins) / share,
        np.bincount(bin_of, right, bins) / share,
    )
