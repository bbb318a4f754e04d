"""Strokes that may be one digit together, or one sign: a 5 and its bar, the lines of = and ÷."""

from collections.abc import Iterator, Sequence
from math import inf, log

from core.inference.classifier import Classifier
from core.inference.clutter import TALLEST
from core.inference.paths import SMALL, SURE, Candidate, Place, value_of
from core.inference.read_digit import ReadDigit, classified
from core.inference.rows import Row
from core.vision.picture import merged
from core.vision.strokes import gap, union

SIGN = 6.0
"""What strokes over each other count that are no digit together, as those of = and a pi: more than
some of them as digits and the rest as nothing, less than as digits all."""
MERGING = log(5)
"""How far the score of a whole lies above the mean of its strokes' at least."""
MOST_STROKES = 4
"""Strokes of one digit at most."""
FARTHEST = 0.25
"""Distance of two strokes of a digit, relative to a digit's height, at most."""
WIDEST = 1.5
"""Width of several strokes, relative to a digit's height or their own, up to which they may be."""
MOST_MERGED = 500
"""How many candidates of several strokes are looked at in a picture: each takes as long to classify
as a digit, and a page of print or a texture would need tens of thousands."""


def wholes_of(
    rows: Sequence[Row], height: float, classifier: Classifier
) -> dict[tuple[int, Place], Candidate]:
    """Return what neighbouring strokes may be together, by the row's number and the place."""
    places = [
        (number, place) for number, row in enumerate(rows) for place in _near_places(row, height)
    ][:MOST_MERGED]
    together = [merged([s.seen for s in rows[n][slice(*place)]]) for n, place in places]
    found = zip(places, classified(together, classifier), strict=True)
    return {
        (n, place): Candidate((whole,), _value_of_whole(whole, rows[n][slice(*place)], height))
        for (n, place), whole in found
    }


def _value_of_whole(whole: ReadDigit, strokes: Row, height: float) -> float:
    """Return what several strokes count together; no digit, as one sign if they lie in a pile."""
    if whole.is_digit:
        return value_of(whole, height) - MERGING
    narrowest = min(stroke.box.width for stroke in strokes)
    shared = min(s.box.right for s in strokes) - max(s.box.x for s in strokes)
    return SIGN if 2 * shared >= narrowest else -inf


def _near_places(row: Row, height: float) -> Iterator[Place]:
    """Yield which neighbouring strokes may be one digit: near, not too large, not all whole."""
    for first in range(len(row)):
        for after in range(first + 2, min(first + MOST_STROKES, len(row)) + 1):
            strokes = row[first:after]
            box = union([s.box for s in strokes])
            if box.height > TALLEST * height or box.width > WIDEST * max(height, box.height):
                break
            if _hang_together(strokes, height) and any(_doubtful(s, height) for s in strokes):
                yield first, after


def _hang_together(strokes: Row, height: float) -> bool:
    """Tell whether each stroke but the first is near to one before it."""
    return all(
        min(gap(a.box, b.box) for a in strokes[:number]) <= FARTHEST * height
        for number, b in enumerate(strokes[1:], start=1)
    )


def _doubtful(stroke: ReadDigit, height: float) -> bool:
    return not stroke.is_digit or stroke.box.height < SMALL * height or stroke.score < SURE / 2
