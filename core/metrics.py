"""Metrics: scores of logits against labels and of logits alone, and how sure a share is."""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

Logits = NDArray[np.float32]  # (n, 10)

_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


def probabilities(logits: Logits) -> NDArray[np.float64]:
    """Return the softmax of `logits`, (n, 10), each row summing to 1."""
    return np.exp(_log_probabilities(logits))


def accuracy(logits: Logits, labels: NDArray[np.uint8]) -> float:
    """Return the share of rows whose largest logit is the label's, 0..1."""
    return float(np.mean(logits.argmax(axis=1) == labels))


def cross_entropies(logits: Logits, labels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return minus the logarithm of each label's probability, (n,), in nats."""
    return np.asarray(-_log_probabilities(logits)[np.arange(len(labels)), labels])


def cross_entropy(logits: Logits, labels: NDArray[np.uint8]) -> float:
    """Return the mean of `cross_entropies`."""
    return float(np.mean(cross_entropies(logits, labels)))


def energy(logits: Logits) -> NDArray[np.float64]:
    """Return the log-sum-exp of each row, (n,): high for what looks like training digits.

    The negative free energy of Liu et al. 2020, "Energy-based Out-of-distribution Detection".
    """
    # Written out because importing SciPy's takes a tenth of the time to the first page.
    largest = logits.max(axis=1).astype(np.float64)
    return np.asarray(largest + np.log(np.exp(logits - largest[:, np.newaxis]).sum(axis=1)))


def wilson_interval(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval, within 0..1, of a share measured as `successes` of `trials`.

    Wilson 1927, "Probable inference, the law of succession, and statistical inference". Raises
    `ValueError` unless 0 <= successes <= trials and trials >= 1.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} of {trials} is no share")
    share = successes / trials
    denominator = 1 + _Z**2 / trials
    centre = (share + _Z**2 / (2 * trials)) / denominator
    half = _Z * sqrt(share * (1 - share) / trials + _Z**2 / (4 * trials**2)) / denominator
    return max(0.0, centre - half), min(1.0, centre + half)


def _log_probabilities(logits: Logits) -> NDArray[np.float64]:
    return np.asarray(logits - energy(logits)[:, np.newaxis])
