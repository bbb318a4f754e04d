"""Reliability: bins of predictions, and how far confidence and accuracy lie apart in them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis import reliability


def rows(confidences: list[float]) -> np.ndarray:
    """Probabilities whose largest one, of class 0, is as given; the rest is spread evenly."""
    sure = np.array(confidences)[:, np.newaxis]
    return np.hstack([sure, np.repeat((1 - sure) / 9, 9, axis=1)])


def test_by_hand() -> None:
    """Four digits at 0.95, of which three are right, and one at 0.55 that is wrong."""
    labels = np.array([0, 0, 0, 1, 1], np.uint8)
    measured = reliability(rows([0.95, 0.95, 0.95, 0.95, 0.55]), labels, bins=10)

    assert [0, 0, 0, 0, 0, 1, 0, 0, 0, 4] == measured.counts.tolist()
    assert [0.55, 0.95] == pytest.approx(measured.confidences[[5, 9]].tolist())
    assert [0.0, 0.75] == measured.accuracies[[5, 9]].tolist()
    assert (4 * 0.2 + 0.55) / 5 == pytest.approx(measured.error)


def test_borders_belong_to_the_bin_below() -> None:
    """1 is in the last bin, and a border in the one that ends there."""
    measured = reliability(rows([1.0, 0.5, 0.51]), np.zeros(3, np.uint8), bins=10)

    assert [(4, 1), (5, 1), (9, 1)] == [(i, n) for i, n in enumerate(measured.counts) if n]


@given(st.lists(st.floats(0.1, 1), min_size=1, max_size=60), st.integers(1, 30), st.data())
def test_properties(confidences: list[float], bins: int, data: st.DataObject) -> None:
    """Every digit is in one bin; means lie in their bins; the error is 0..1, and at least the
    gap between mean confidence and accuracy, which one bin gives exactly."""
    labels = np.array(
        data.draw(st.lists(st.integers(0, 9), min_size=len(confidences), max_size=len(confidences)))
    ).astype(np.uint8)
    probabilities = rows(confidences)
    measured = reliability(probabilities, labels, bins)
    used = measured.counts > 0
    gap = abs(probabilities.max(axis=1).mean() - np.mean(probabilities.argmax(axis=1) == labels))

    assert len(confidences) == measured.counts.sum()
    edges = np.arange(bins + 1) / bins
    assert (measured.confidences[used] > edges[:-1][used] - 1e-9).all()
    assert (measured.confidences[used] <= edges[1:][used] + 1e-9).all()
    assert gap - 1e-9 <= measured.error <= 1
    assert gap == pytest.approx(reliability(probabilities, labels, 1).error)


def test_nothing() -> None:
    """No digits have no error."""
    measured = reliability(np.zeros((0, 10)), np.zeros(0, np.uint8))

    assert (0.0, 0) == (measured.error, measured.counts.sum())
    assert 15 == len(measured.to_dict()["bins"])  # type: ignore[arg-type]
