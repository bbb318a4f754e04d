"""Scores of logits, against hand-made values and scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import log_loss

from core.metrics import accuracy, cross_entropies, cross_entropy, energy, probabilities

LOGITS = arrays(
    np.float32,
    st.tuples(st.integers(1, 20), st.just(10)),
    elements=st.floats(-50, 50, width=32),
)


@given(LOGITS)
def test_probabilities(logits: np.ndarray) -> None:
    """Rows sum to 1, stay within 0..1 and keep the order of the logits."""
    result = probabilities(logits)

    np.testing.assert_allclose(1, result.sum(axis=1), atol=1e-12)
    assert ((result >= 0) & (result <= 1)).all()
    largest = result[np.arange(len(result)), logits.argmax(axis=1)]
    np.testing.assert_array_equal(result.max(axis=1), largest)


@given(LOGITS, st.data())
def test_cross_entropy_is_that_of_scikit_learn(logits: np.ndarray, data: st.DataObject) -> None:
    """The mean cross-entropy agrees where scikit-learn does not clip."""
    labels = np.array(
        data.draw(st.lists(st.integers(0, 9), min_size=len(logits), max_size=len(logits)))
    )
    softened = logits / 5  # scikit-learn clips probabilities below 2e-16
    expected = log_loss(labels, probabilities(softened), labels=np.arange(10))

    assert expected == pytest.approx(cross_entropy(softened, labels.astype(np.uint8)), abs=1e-9)


def test_certain_mistake_is_finite() -> None:
    """A loss is exact where a probability would vanish."""
    logits = np.zeros((1, 10), np.float32)
    logits[0, 3] = 5000

    assert [5000.0] == cross_entropies(logits, np.array([4], np.uint8)).tolist()
    assert [0.0] == cross_entropies(logits, np.array([3], np.uint8)).tolist()


def test_accuracy() -> None:
    """The share of rows whose largest logit is the label's."""
    logits = np.eye(10, dtype=np.float32)[[1, 2, 3, 4]]

    assert 0.75 == accuracy(logits, np.array([1, 2, 3, 5], np.uint8))


@given(LOGITS, st.floats(-20, 20, width=32))
def test_energy(logits: np.ndarray, shift: float) -> None:
    """At least the largest logit, at most ln 10 more, and it moves with all logits."""
    score = energy(logits)
    largest = logits.max(axis=1)

    assert (score >= largest - 1e-9).all()
    assert (score <= largest + np.log(10) + 1e-9).all()
    np.testing.assert_allclose(score + shift, energy(logits + np.float32(shift)), atol=1e-4)
