"""Several models on the same digits: which is best, and whether each other is worse by more than
chance would explain."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.comparison import Comparison, compare
from core.analysis.evaluation import Evaluation


@dataclass(frozen=True, eq=False)
class Ranking:
    """Which of some evaluations, by their places, is the best one, and the others against it.

    `comparisons` are by place, A the earlier of the two models and B the later, from the nearest
    to the best to the farthest.
    """

    best: int
    comparisons: dict[int, Comparison]


def rank(evaluations: Sequence[Evaluation]) -> Ranking:
    """Return how `evaluations`, at least one and all of the same digits, stand to the best one.

    The first of equals is the best. Each comparison stands for itself: of many, one in twenty
    finds a difference where there is none.
    """
    order = sorted(range(len(evaluations)), key=lambda place: evaluations[place].errors)
    best, *others = order
    return Ranking(best, {place: _compared(evaluations, place, best) for place in others})


def _compared(evaluations: Sequence[Evaluation], one: int, other: int) -> Comparison:
    a, b = sorted((one, other))
    return compare(evaluations[a], evaluations[b])


def verdicts(evaluations: Sequence[Evaluation], titles: Sequence[str]) -> list[str]:
    """Return McNemar's verdict on each other model against the best one, as sentences.

    For two models it is the one sentence of `Comparison.conclusion`.
    """
    ranking = rank(evaluations)
    return [
        comparison.conclusion(*(titles[p] for p in sorted((place, ranking.best))))
        for place, comparison in ranking.comparisons.items()
    ]
