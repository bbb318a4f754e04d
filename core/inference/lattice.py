"""A row of strokes -> its digits: the path through a lattice that the classifier is surest of.

Each stroke may be a digit, a part of one with its neighbours, or several that touch: a lattice of
candidates over the row, and the path through it with the best mean score, weighted by ink, is
what is read (Liu, Sako and Fujisawa 2004, "Effects of Classifier Structures and Training Regimes
on Integrated Segmentation and Recognition of Handwritten Numeral Strings"). The score is the
largest logit: where a model has learned to refuse, the log-odds of that digit against none, so
that halves, pairs and signs have low ones, and nothing has to be trained for strings.
"""

from collections.abc import Sequence

from core.inference.classifier import Classifier
from core.inference.cutting import cuts_of
from core.inference.merging import wholes_of
from core.inference.paths import Candidate, Place, best_digits
from core.inference.rows import Row


def read_rows(rows: Sequence[Row], height: float, classifier: Classifier) -> list[Row]:
    """Return the rows with each stroke merged with others or cut where that is surer.

    `height` of a usual digit, in the picture's pixels.
    """
    candidates: list[dict[Place, Candidate]] = [{} for _ in rows]
    for found in (wholes_of(rows, height, classifier), cuts_of(rows, height, classifier)):
        for (number, place), candidate in found.items():
            candidates[number][place] = candidate
    return [best_digits(*pair, height) for pair in zip(rows, candidates, strict=True)]
