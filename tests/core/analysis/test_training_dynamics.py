"""What became of digits during a training, from the answers after each epoch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.analysis.training_dynamics import LearningOutcome, TrainingDynamics, training_dynamics
from core.runs.validation_predictions import UNKNOWN

SHAPES = st.tuples(st.integers(1, 6), st.integers(1, 20))


@st.composite
def learnings(draw: st.DrawFn) -> TrainingDynamics:
    """Answers of 0..10, 10 for what is no digit, in any order."""
    epochs, count = draw(SHAPES)
    labels = draw(arrays(np.uint8, count, elements=st.integers(0, 9)))
    return TrainingDynamics(
        labels, draw(arrays(np.uint8, (epochs, count), elements=st.integers(0, 10)))
    )


@given(learnings())
def test_each_digit_has_one_fate_and_it_is_what_happened(found: TrainingDynamics) -> None:
    """Told apart by brute force."""
    fates = found.fates()

    assert sorted(np.concatenate(list(fates.values()))) == list(range(len(found.labels)))
    for fate, places in fates.items():
        for place in places:
            right = [answers[place] == found.labels[place] for answers in found.answers]
            if fate is LearningOutcome.ALWAYS:
                assert all(right)
            elif fate is LearningOutcome.NEVER:
                assert not any(right)
            elif fate is LearningOutcome.LEARNED:
                assert right[-1]
                assert not all(right)
            else:
                assert not right[-1]
                assert any(right)


@given(learnings())
def test_matrix_of_an_epoch_counts_its_answers(found: TrainingDynamics) -> None:
    """The diagonal holds the right ones; what was called no digit is in no cell."""
    for epoch in found.known.tolist():
        matrix, answers = found.confusion_matrix(epoch), found.answers[epoch - 1]
        assert matrix.sum() == (answers < 10).sum()
        assert matrix.trace() == (answers == found.labels).sum()
        assert matrix.sum(axis=1).tolist() == [
            ((found.labels == digit) & (answers < 10)).sum() for digit in range(10)
        ]


def test_those_that_changed_most_often_come_first() -> None:
    """A digit that was learned and forgotten again and again says more than one learned once."""
    labels = np.array([1, 1], np.uint8)
    answers = np.array([[0, 0], [1, 1], [1, 0], [1, 1]], np.uint8)

    assert TrainingDynamics(labels, answers).fates()[LearningOutcome.LEARNED].tolist() == [1, 0]


def test_unknown_epochs_are_left_out() -> None:
    """They neither count as wrong nor as right."""
    labels = np.array([3], np.uint8)
    found = training_dynamics(labels, np.array([[3], [UNKNOWN], [3]], np.uint8))

    assert found is not None
    assert found.known.tolist() == [1, 3]
    assert found.fates()[LearningOutcome.ALWAYS].tolist() == [0]


@pytest.mark.parametrize(
    "answers", [None, np.zeros((2, 5), np.uint8), np.full((2, 3), UNKNOWN, np.uint8)]
)
def test_nothing_known_is_none(answers: np.ndarray | None) -> None:
    """No file, one of another split, or no whole epoch."""
    assert training_dynamics(np.zeros(3, np.uint8), answers) is None
