"""Candidates for what some strokes of a row are, and the path through them that is surest."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from math import inf

from core.inference.read_digit import ReadDigit
from core.inference.rows import Row
from core.vision.parts import Span

SURE = 10.0
"""Score from which on a digit counts as certain: beyond it a longer path would win by nothing."""
REFUSED = -2.0
"""What ink counts that is no digit, in the unit of scores: a path that leaves none is better."""
SMALL = 0.8
"""Height, relative to a digit's, below which a stroke that looks like one may be a part of one."""
SMALLNESS = 10.0
"""How much less it then counts, times what its height falls short of that."""

Place = tuple[int, int]
"""Neighbouring strokes of a row: the first one's number and the number after the last one's."""
Path = tuple[Span, ...]


@dataclass(frozen=True)
class Candidate:
    """What some neighbouring strokes of a row may be, and the mean score of that."""

    digits: tuple[ReadDigit, ...]
    value: float


def best_digits(row: Row, candidates: dict[Place, Candidate], height: float) -> Row:
    """Return the digits of the best path over a row, whose strokes are candidates, too."""
    unknown: list[tuple[float, Row]] = [(-inf, [])] * len(row)
    best: list[tuple[float, Row]] = [(0.0, []), *unknown]
    every = {(n, n + 1): [Candidate((s,), value_of(s, height))] for n, s in enumerate(row)}
    for place, candidate in candidates.items():
        every.setdefault(place, []).append(candidate)
    # From the left: what leads to a place is known before it is gone on from there.
    for first, after in sorted(every):
        weight = sum(stroke.weight for stroke in row[first:after])
        for candidate in every[first, after]:
            total = best[first][0] + weight * candidate.value
            if total > best[after][0]:
                best[after] = total, [*best[first][1], *candidate.digits]
    return best[-1][1]


def best_path(
    spans: Iterable[Span], scores: Iterable[float], end: int, shared: Container[int] = ()
) -> tuple[float, Path]:
    """Return the spans with the highest mean score that lead from 0 to `end`, and that mean.

    Each begins where the one before ends, or with the last piece of that if it is one of those
    that may be `shared`. Where nothing leads to the end, the mean is -infinity.
    """
    # The best sum at each node for each number of spans: their mean alone cannot be added to. A
    # node is a place, and whether the span before it ends there or has the piece after it, too.
    best: defaultdict[tuple[int, bool], dict[int, tuple[float, Path]]] = defaultdict(dict)
    best[0, False][0] = 0.0, ()
    for span, score in sorted(zip(spans, scores, strict=True), key=lambda pair: pair[0][1]):
        first, after = span
        is_long = after > first + 1
        shares = is_long and after - 1 in shared
        nodes = [(after, False), (after - 1, True)] if shares else [(after, False)]
        before = [best[first, False], best[first, True]] if is_long else [best[first, False]]
        for count, (total, path) in [way for ways in before for way in ways.items()]:
            longer = total + score, (*path, span)
            for node in nodes:
                best[node][count + 1] = max(longer, best[node].get(count + 1, longer))
    whole = best[end, False].items()
    return max(((total / count, path) for count, (total, path) in whole), default=(-inf, ()))


def value_of(digit: ReadDigit, height: float) -> float:
    """Return what a digit's ink counts, where a usual digit is of that `height`."""
    if not digit.is_digit:
        return REFUSED
    short = max(0.0, SMALL - digit.box.height / height)
    return min(digit.score, SURE) - SMALLNESS * short
