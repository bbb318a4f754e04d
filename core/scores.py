"""Scores of logits against labels, and of logits alone."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax, logsumexp, softmax

Logits = NDArray[np.float32]  # (n, 10)


def probabilities(logits: Logits) -> NDArray[np.float64]:
    """Return the softmax of `logits`, (n, 10), each row summing to 1."""
    return np.asarray(softmax(logits.astype(np.float64), axis=1))


def accuracy(logits: Logits, labels: NDArray[np.uint8]) -> float:
    """Return the share of rows whose largest logit is the label's, 0..1."""
    return float(np.mean(logits.argmax(axis=1) == labels))


def cross_entropies(logits: Logits, labels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Return minus the logarithm of each label's probability, (n,), in nats."""
    logs = log_softmax(logits.astype(np.float64), axis=1)
    return np.asarray(-logs[np.arange(len(labels)), labels])


def cross_entropy(logits: Logits, labels: NDArray[np.uint8]) -> float:
    """Return the mean of `cross_entropies`."""
    return float(np.mean(cross_entropies(logits, labels)))


def energy(logits: Logits) -> NDArray[np.float64]:
    """Return the log-sum-exp of each row, (n,): high for what looks like training digits.

    The negative free energy of Liu et al. 2020, "Energy-based Out-of-distribution Detection".
    """
    return np.asarray(logsumexp(logits.astype(np.float64), axis=1))
