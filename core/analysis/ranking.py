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

    def verdicts(self, titles: Sequence[str]) -> dict[int, str]:
        """Return McNemar's verdict on each other model by its place, as a sentence.

        `titles` are of all models. It is the sentence that a comparison of these two alone has.
        """
        return {
            place: comparison.conclusion(*(titles[one] for one in sorted((place, self.best))))
            for place, comparison in self.comparisons.items()
        }


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
