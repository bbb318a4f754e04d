"""Cells, rows and columns of the matrix, and the orders and filters of their digits."""

import numpy as np
import pytest

from core.analysis import Evaluation
from core.analysis.selection import Order, Selection, between, ordered

RANDOM = np.random.default_rng(0)
LABELS = RANDOM.integers(0, 10, 500).astype(np.uint8)
LOGITS = RANDOM.normal(0, 3, (500, 10)).astype(np.float32)
LOGITS[np.arange(500), LABELS] += 4
EVALUATION = Evaluation(LABELS, LOGITS)
PREDICTIONS = EVALUATION.predictions
WRONG = LABELS != PREDICTIONS


@pytest.mark.parametrize(
    ("selection", "expected", "title"),
    [
        (Selection(), WRONG, "All mistakes"),
        (Selection(4, 9), (LABELS == 4) & (PREDICTIONS == 9), "4 predicted as 9"),
        (Selection(4, 4), (LABELS == 4) & (PREDICTIONS == 4), "4 predicted as 4"),
        (Selection(4), (LABELS == 4) & WRONG, "4 predicted as another digit"),
        (Selection(predicted=0), (PREDICTIONS == 0) & WRONG, "Wrongly predicted as 0"),
    ],
)
def test_selection(selection: Selection, expected: np.ndarray, title: str) -> None:
    """A cell has its digits, a row and a column their mistakes, worst first."""
    rows = selection.rows(EVALUATION)

    assert np.flatnonzero(expected).tolist() == sorted(rows.tolist())
    assert (np.diff(EVALUATION.losses[rows]) <= 0).all()
    assert title == selection.title


@pytest.mark.parametrize("order", Order)
def test_orders(order: Order) -> None:
    """Each puts first what its name says, and loses no digit."""
    mistakes = EVALUATION.mistakes()[::-1]
    rows = ordered(EVALUATION, mistakes, order)
    probabilities = EVALUATION.probabilities[rows]
    confidences = probabilities.max(axis=1)
    keys = {
        Order.LOSS: -EVALUATION.losses[rows],
        Order.CONFIDENCE: -confidences,
        Order.MARGIN: confidences - probabilities[np.arange(len(rows)), LABELS[rows]],
        Order.INDEX: rows,
    }[order]

    assert (np.diff(keys) >= 0).all()
    assert sorted(mistakes.tolist()) == sorted(rows.tolist())


def test_range_of_probabilities() -> None:
    """Bounds belong to the range; the full one keeps everything."""
    rows = EVALUATION.mistakes()
    confidences = EVALUATION.probabilities[rows].max(axis=1)
    some = between(EVALUATION, rows, 0.5, 0.8)

    assert rows[(confidences >= 0.5) & (confidences <= 0.8)].tolist() == some.tolist()
    assert 0 < len(some) < len(rows)
    assert rows.tolist() == between(EVALUATION, rows, 0, 1).tolist()
