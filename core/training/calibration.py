"""What a network's outputs are worth, found on the validation digits: temperature and threshold."""

import numpy as np
from numpy.typing import NDArray

from core.metrics import Logits, cross_entropy, energy

_COLDEST, _HOTTEST = 0.5, 4.0
"""Bounds of the temperature: few validation digits without a mistake would make it vanish."""
_REFUSED_SHARE = 0.0065
"""Of the validation digits. Of digits that other people draw and scan, four times as many are."""


def temperature(logits: Logits, labels: NDArray[np.uint8]) -> float:
    """Return what to divide `logits` (n, 10) by so that their probabilities fit `labels` best.

    Guo et al. 2017, "On Calibration of Modern Neural Networks" (arXiv 1706.04599).
    """
    from scipy.optimize import minimize_scalar

    def loss(logarithm: float) -> float:
        return cross_entropy(logits / np.float32(np.exp(logarithm)), labels)

    bounds = np.log([_COLDEST, _HOTTEST])
    return float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x))


def minimum_energy(logits: Logits) -> float:
    """Return the energy score that all but 0.65 % of the digits (n, 10) reach."""
    return float(np.quantile(energy(logits), _REFUSED_SHARE))
