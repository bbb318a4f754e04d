"""Several models on the same digits: the best one, and McNemar's verdict on each other."""

import numpy as np

from core.analysis import Evaluation
from core.analysis.comparison import compare
from core.analysis.ranking import rank


def wrong_on(first: int, count: int) -> Evaluation:
    """An evaluation on 1,000 digits with mistakes on `count` of them, from `first` on."""
    labels = np.arange(1000, dtype=np.uint8) % 10
    predictions = labels.astype(int)
    predictions[first : first + count] = (predictions[first : first + count] + 1) % 10
    return Evaluation(labels, np.eye(10, dtype=np.float32)[predictions])


def test_best_and_the_others() -> None:
    """The fewest mistakes win, the first of equals; the others come from the nearest on."""
    evaluations = [wrong_on(0, 40), wrong_on(100, 10), wrong_on(200, 10), wrong_on(300, 20)]
    ranking = rank(evaluations)
    assert 1 == ranking.best
    assert [2, 3, 0] == list(ranking.comparisons)


def test_verdicts_are_those_of_a_comparison_of_two() -> None:
    """A is the earlier model and B the later, as where two are compared digit by digit."""
    one, two, three = wrong_on(0, 40), wrong_on(100, 10), wrong_on(200, 12)
    said = rank([one, two, three]).verdicts(["One", "Two", "Three"])
    assert {
        2: compare(two, three).conclusion("Two", "Three"),
        0: compare(one, two).conclusion("One", "Two"),
    } == said
    assert "Not distinguishable" in said[2]
    assert said[0].startswith("Two is better")


def test_one_model_alone() -> None:
    """There is nothing to say of it."""
    assert {} == rank([wrong_on(0, 1)]).verdicts(["One"])
