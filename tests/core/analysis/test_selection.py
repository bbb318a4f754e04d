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
ANSWERS = EVALUATION.predictions
WRONG = LABELS != ANSWERS


@pytest.mark.parametrize(
    ("selection", "expected", "title"),
    [
        (Selection(), WRONG, "All mistakes"),
        (Selection(4, 9), (LABELS == 4) & (ANSWERS == 9), "4 taken for 9"),
        (Selection(4, 4), (LABELS == 4) & (ANSWERS == 4), "4 recognised as 4"),
        (Selection(4), (LABELS == 4) & WRONG, "4 taken for another digit"),
        (Selection(predicted=0), (ANSWERS == 0) & WRONG, "Wrongly taken for 0"),
    ],
)
def test_selection(selection: Selection, expected: np.ndarray, title: str) -> None:
    """A cell has its digits, a row and a column their mistakes, worst first."""
    places = selection.places(EVALUATION)

    assert np.flatnonzero(expected).tolist() == sorted(places.tolist())
    assert (np.diff(EVALUATION.losses[places]) <= 0).all()
    assert title == selection.title


@pytest.mark.parametrize("order", Order)
def test_orders(order: Order) -> None:
    """Each puts first what its name says, and loses no digit."""
    places = EVALUATION.mistakes()[::-1]
    rows = ordered(EVALUATION, places, order)
    chances = EVALUATION.probabilities[rows]
    told = chances.max(axis=1)
    keys = {
        Order.LOSS: -EVALUATION.losses[rows],
        Order.CONFIDENCE: -told,
        Order.MARGIN: told - chances[np.arange(len(rows)), LABELS[rows]],
        Order.INDEX: rows,
    }[order]

    assert (np.diff(keys) >= 0).all()
    assert sorted(places.tolist()) == sorted(rows.tolist())


def test_range_of_probabilities() -> None:
    """Bounds belong to the range; the full one keeps everything."""
    places = EVALUATION.mistakes()
    told = EVALUATION.probabilities.max(axis=1)
    some = between(EVALUATION, places, 0.5, 0.8)

    assert places[(told[places] >= 0.5) & (told[places] <= 0.8)].tolist() == some.tolist()
    assert 0 < len(some) < len(places)
    assert places.tolist() == between(EVALUATION, places, 0, 1).tolist()
