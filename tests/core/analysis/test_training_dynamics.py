"""What became of digits during a training, from the predictions after each epoch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.analysis.training_dynamics import LearningOutcome, TrainingDynamics, training_dynamics
from core.runs.validation_predictions import UNKNOWN

SHAPES = st.tuples(st.integers(1, 6), st.integers(1, 20))


@st.composite
def dynamics_of_any_kind(draw: st.DrawFn) -> TrainingDynamics:
    """Predictions of 0..10, 10 for what is no digit, in any order."""
    epochs, count = draw(SHAPES)
    labels = draw(arrays(np.uint8, count, elements=st.integers(0, 9)))
    return TrainingDynamics(
        labels, draw(arrays(np.uint8, (epochs, count), elements=st.integers(0, 10)))
    )


@given(dynamics_of_any_kind())
def test_each_digit_has_one_outcome_and_it_is_what_happened(dynamics: TrainingDynamics) -> None:
    """Told apart by brute force."""
    outcomes = dynamics.outcomes()

    assert sorted(np.concatenate(list(outcomes.values()))) == list(range(len(dynamics.labels)))
    for outcome, rows in outcomes.items():
        for row in rows:
            right = [classes[row] == dynamics.labels[row] for classes in dynamics.predictions]
            if outcome is LearningOutcome.ALWAYS:
                assert all(right)
            elif outcome is LearningOutcome.NEVER:
                assert not any(right)
            elif outcome is LearningOutcome.LEARNED:
                assert right[-1]
                assert not all(right)
            else:
                assert not right[-1]
                assert any(right)


@given(dynamics_of_any_kind())
def test_matrix_of_an_epoch_counts_its_predictions(dynamics: TrainingDynamics) -> None:
    """The diagonal holds the right ones; what was called no digit is in no cell."""
    for epoch in dynamics.known.tolist():
        matrix = dynamics.confusion_matrix(epoch)
        predictions = dynamics.predictions[epoch - 1]
        assert matrix.sum() == (predictions < 10).sum()
        assert matrix.trace() == (predictions == dynamics.labels).sum()
        assert matrix.sum(axis=1).tolist() == [
            ((dynamics.labels == digit) & (predictions < 10)).sum() for digit in range(10)
        ]


def test_those_that_changed_most_often_come_first() -> None:
    """A digit that was learned and forgotten again and again says more than one learned once."""
    labels = np.array([1, 1], np.uint8)
    predictions = np.array([[0, 0], [1, 1], [1, 0], [1, 1]], np.uint8)

    assert TrainingDynamics(labels, predictions).outcomes()[LearningOutcome.LEARNED].tolist() == [
        1,
        0,
    ]


def test_unknown_epochs_are_left_out() -> None:
    """They neither count as wrong nor as right."""
    labels = np.array([3], np.uint8)
    dynamics = training_dynamics(labels, np.array([[3], [UNKNOWN], [3]], np.uint8))

    assert dynamics is not None
    assert dynamics.known.tolist() == [1, 3]
    assert dynamics.outcomes()[LearningOutcome.ALWAYS].tolist() == [0]


@pytest.mark.parametrize(
    "predictions", [None, np.zeros((2, 5), np.uint8), np.full((2, 3), UNKNOWN, np.uint8)]
)
def test_nothing_known_is_none(predictions: np.ndarray | None) -> None:
    """No file, one of another split, or no whole epoch."""
    assert training_dynamics(np.zeros(3, np.uint8), predictions) is None
