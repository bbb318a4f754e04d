"""Wrong labels are found among right ones by probabilities that did not learn from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.label_issues import find_label_issues


def sure(classes: np.ndarray, probability: float = 0.9) -> np.ndarray:
    """Probabilities of a network that tells these classes."""
    probabilities = np.full((len(classes), 10), (1 - probability) / 9)
    probabilities[np.arange(len(classes)), classes] = probability
    return probabilities


@given(st.integers(0, 99), st.integers(1, 20))
def test_turned_labels_are_found_and_no_others(seed: int, turned: int) -> None:
    """With a network that is right, exactly the wrong labels are issues, with the right class."""
    rng = np.random.default_rng(seed)
    truth = np.concatenate([np.arange(10), rng.integers(0, 10, 400)])
    labels = truth.astype(np.uint8)
    wrong = rng.permutation(len(truth))[:turned]
    labels[wrong] = (labels[wrong] + rng.integers(1, 10, turned)) % 10

    issues = find_label_issues(sure(truth), labels)

    assert sorted(issues.indices.tolist()) == sorted(wrong.tolist())
    assert issues.suggested.tolist() == truth[issues.indices].tolist()
    assert issues.joint.sum() == len(truth)
    assert issues.joint.trace() == len(truth) - turned


def test_the_most_doubtful_come_first() -> None:
    """Ordered by the label's probability less that of the likeliest other class."""
    truth = np.arange(10).repeat(20)
    labels = truth.astype(np.uint8)
    labels[[5, 105]] = 9
    probabilities = sure(truth)
    probabilities[105] = sure(truth[[105]], 0.99)[0]

    issues = find_label_issues(probabilities, labels)

    assert issues.indices.tolist() == [105, 5]
    assert (np.diff(issues.margins) >= 0).all()
    assert issues.margins[0] == pytest.approx(0.01 / 9 - 0.99)


def test_a_class_needs_more_than_being_the_likeliest() -> None:
    """One that is usually told with 99 % is not confident of a digit at 60 %: an unclear digit is
    no wrong label."""
    truth = np.arange(10).repeat(20)
    probabilities = sure(truth, 0.99)
    probabilities[0] = 0.0
    probabilities[0, [0, 6]] = 0.4, 0.6

    issues = find_label_issues(probabilities, truth.astype(np.uint8))

    assert issues.indices.tolist() == []
    assert issues.joint.sum() == len(truth) - 1


def test_digits_without_probabilities_are_left_out() -> None:
    """They are neither issues nor counted."""
    truth = np.arange(10).repeat(4)
    labels = truth.astype(np.uint8)
    labels[0] = 1
    probabilities = sure(truth)
    probabilities[0] = np.nan

    issues = find_label_issues(probabilities, labels)

    assert issues.indices.tolist() == []
    assert issues.joint.sum() == len(truth) - 1


def test_no_digits_at_all() -> None:
    """There is no issue."""
    issues = find_label_issues(np.full((3, 10), np.nan), np.zeros(3, np.uint8))
    assert len(issues.indices) == 0
    assert issues.joint.sum() == 0
