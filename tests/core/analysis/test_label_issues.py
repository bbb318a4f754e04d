"""Wrong labels are found among right ones by probabilities that did not learn from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.analysis.label_issues import find_label_issues


def sure(classes: np.ndarray, probability: float = 0.9) -> np.ndarray:
    """Probabilities of a network that tells these classes."""
    chances = np.full((len(classes), 10), (1 - probability) / 9)
    chances[np.arange(len(classes)), classes] = probability
    return chances


@given(st.integers(0, 99), st.integers(1, 20))
def test_turned_labels_are_found_and_no_others(seed: int, turned: int) -> None:
    """With a network that is right, exactly the wrong labels are doubted, with the right class."""
    rng = np.random.default_rng(seed)
    truth = np.concatenate([np.arange(10), rng.integers(0, 10, 400)])
    labels = truth.astype(np.uint8)
    wrong = rng.permutation(len(truth))[:turned]
    labels[wrong] = (labels[wrong] + rng.integers(1, 10, turned)) % 10

    found = find_label_issues(sure(truth), labels)

    assert sorted(found.numbers.tolist()) == sorted(wrong.tolist())
    assert found.suggested.tolist() == truth[found.numbers].tolist()
    assert found.joint.sum() == len(truth)
    assert found.joint.trace() == len(truth) - turned


def test_the_most_doubtful_come_first() -> None:
    """Ordered by the label's probability less that of the likeliest other class."""
    truth = np.arange(10).repeat(20)
    labels = truth.astype(np.uint8)
    labels[[5, 105]] = 9
    chances = sure(truth)
    chances[105] = sure(truth[[105]], 0.99)[0]

    found = find_label_issues(chances, labels)

    assert found.numbers.tolist() == [105, 5]
    assert (np.diff(found.margins) >= 0).all()
    assert found.margins[0] == pytest.approx(0.01 / 9 - 0.99)


def test_a_class_needs_more_than_being_the_likeliest() -> None:
    """One that is usually told with 99 % is not confident of a digit at 60 %: an unclear digit is
    no wrong label."""
    truth = np.arange(10).repeat(20)
    chances = sure(truth, 0.99)
    chances[0] = 0.0
    chances[0, [0, 6]] = 0.4, 0.6

    found = find_label_issues(chances, truth.astype(np.uint8))

    assert found.numbers.tolist() == []
    assert found.joint.sum() == len(truth) - 1


def test_digits_without_probabilities_are_left_out() -> None:
    """They are neither doubted nor counted."""
    truth = np.arange(10).repeat(4)
    labels = truth.astype(np.uint8)
    labels[0] = 1
    chances = sure(truth)
    chances[0] = np.nan

    found = find_label_issues(chances, labels)

    assert found.numbers.tolist() == []
    assert found.joint.sum() == len(truth) - 1


def test_no_digits_at_all() -> None:
    """Nothing is doubted."""
    found = find_label_issues(np.full((3, 10), np.nan), np.zeros(3, np.uint8))
    assert len(found.numbers) == 0
    assert found.joint.sum() == 0
