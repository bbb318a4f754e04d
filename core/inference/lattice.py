"""A row of strokes -> its digits: the path through a lattice that the classifier is surest of.

Each stroke may be a digit, a part of one with its neighbours, or several that touch: a lattice of
candidates over the row, and the path through it with the best mean score, weighted by ink, is
what is read (Liu, Sako and Fujisawa 2004, "Effects of Classifier Structures and Training Regimes
on Integrated Segmentation and Recognition of Handwritten Numeral Strings"). The score is the
largest logit: where a model has learned to refuse, the log-odds of that digit against none, so
that halves, pairs and signs have low ones, and nothing has to be trained for strings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, log

import numpy as np

from core.inference.classifier import Classification, Classifier
from core.inference.rows import Row
from core.inference.segment import Segment, classified, segments
from core.vision.parts import Parts, Span, parts_of
from core.vision.picture import merged
from core.vision.strokes import gap, union

SURE = 10.0
"""Score from which on a digit counts as certain: beyond it a longer path would win by nothing."""
REFUSED = -2.0
"""What ink counts that is no digit, in the unit of scores: a path that leaves none is better."""
SIGN = 6.0
"""What strokes over each other count that are no digit together, as those of = and a pi: more than
some of them as digits and the rest as nothing, less than as digits all."""
MERGING = log(5)
"""How far the score of a whole lies above the mean of its strokes' at least."""
AMONG_DIGITS, ALONE = log(20), log(2000)
"""How far the mean score of the parts lies above the whole's, and above 0 for no digit, at least.

Where a picture holds digits beside, more of them are likely. Where it holds nothing else, letters
and scribbles are as likely, and they, too, can be cut into parts that look a little like digits.
"""
MOST_STROKES = 4
"""Strokes of one digit at most."""
FARTHEST = 0.25
"""Distance of two strokes of a digit, relative to a digit's height, at most."""
TALLEST = 2.2
"""Height of several strokes, relative to a digit's, up to which they may be one."""
WIDEST = 1.5
"""Width of several strokes, relative to a digit's height or their own, up to which they may be."""
SMALL = 0.8
"""Height, relative to a digit's, below which a stroke that looks like one may be a part of one."""
SMALLNESS = 10.0
"""How much less it then counts, times what its height falls short of that."""

MOST_MERGED, MOST_CUT, MOST_PARTS = 500, 60, 600
"""How many candidates of several strokes are looked at in a picture, how many strokes are cut, and
into how many parts; all others are as they are.

Each candidate takes as long to classify as a digit, and a page of print or a texture would need
tens of thousands.
"""

Place = tuple[int, int]
"""Neighbouring strokes of a row: the first one's number and the number after the last one's."""
Path = tuple[Span, ...]


@dataclass(frozen=True)
class Candidate:
    """What some neighbouring strokes of a row may be, and the mean score of that."""

    segments: tuple[Segment, ...]
    value: float


def read_rows(rows: Sequence[Row], height: float, classifier: Classifier) -> list[Row]:
    """Return the rows with each stroke merged with others or cut where that is surer.

    `height` of a usual digit, in the picture's pixels.
    """
    candidates: list[dict[Place, Candidate]] = [{} for _ in rows]
    for found in (_wholes(rows, height, classifier), _cuts(rows, height, classifier)):
        for (number, place), candidate in found.items():
            candidates[number][place] = candidate
    return [best_segments(*pair, height) for pair in zip(rows, candidates, strict=True)]


def best_segments(row: Row, candidates: dict[Place, Candidate], height: float) -> Row:
    """Return the segments of the best path over a row, whose strokes are candidates, too."""
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
                best[after] = total, [*best[first][1], *candidate.segments]
    return best[-1][1]


def best_path(spans: Iterable[Span], scores: Iterable[float], end: int) -> tuple[float, Path]:
    """Return the spans with the highest mean score that lead from 0 to `end`, and that mean.

    Each begins where the one before ends. Where nothing leads to the end, the mean is -infinity.
    """
    # The best sum at each place for each number of spans: their mean alone cannot be added to.
    best: defaultdict[int, dict[int, tuple[float, Path]]] = defaultdict(dict, {0: {0: (0.0, ())}})
    for span, score in sorted(zip(spans, scores, strict=True), key=lambda pair: pair[0][1]):
        for count, (total, path) in best[span[0]].items():
            longer = total + score, (*path, span)
            best[span[1]][count + 1] = max(longer, best[span[1]].get(count + 1, longer))
    return max(
        ((total / count, path) for count, (total, path) in best[end].items()), default=(-inf, ())
    )


def value_of(segment: Segment, height: float) -> float:
    """Return what a segment's ink counts, where a usual digit is of that `height`."""
    if not segment.accepted:
        return REFUSED
    short = max(0.0, SMALL - segment.box.height / height)
    return min(segment.score, SURE) - SMALLNESS * short


def _wholes(
    rows: Sequence[Row], height: float, classifier: Classifier
) -> dict[tuple[int, Place], Candidate]:
    """Return what neighbouring strokes may be together, by the row's number and the place."""
    places = [
        (number, place) for number, row in enumerate(rows) for place in _near_places(row, height)
    ][:MOST_MERGED]
    together = [merged([s.seen for s in rows[n][slice(*place)]]) for n, place in places]
    wholes = zip(places, classified(together, classifier), strict=True)
    return {
        (n, place): Candidate((whole,), _value_of_whole(whole, rows[n][slice(*place)], height))
        for (n, place), whole in wholes
    }


def _value_of_whole(whole: Segment, strokes: Row, height: float) -> float:
    """Return what several strokes count together; no digit, as one sign if they lie in a pile."""
    if whole.accepted:
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


def _doubtful(stroke: Segment, height: float) -> bool:
    return not stroke.accepted or stroke.box.height < SMALL * height or stroke.score < SURE / 2


def _cuts(
    rows: Sequence[Row], height: float, classifier: Classifier
) -> dict[tuple[int, Place], Candidate]:
    """Return what strokes come to that are several digits, by the row's number and the place."""
    wide = [
        (number, place)
        for number, row in enumerate(rows)
        for place, stroke in enumerate(row)
        if not stroke.accepted or stroke.box.width > stroke.box.height
    ]
    cut = _cut(rows, wide)
    if not cut:
        return {}
    outcome = classifier(np.concatenate([parts.images for parts in cut.values()]))
    others = sum(stroke.accepted for row in rows for stroke in row)
    cuts, done = {}, 0
    for (number, place), parts in cut.items():
        whole, own = rows[number][place], slice(done, done + len(parts.spans))
        done = own.stop
        evidence = AMONG_DIGITS if others > whole.accepted else ALONE
        least = max(value_of(whole, height), 0.0) + evidence
        candidate = _several(parts, least, outcome.part(own))
        if candidate is not None:
            cuts[number, (place, place + 1)] = candidate
    return cuts


def _cut(rows: Sequence[Row], places: list[tuple[int, int]]) -> dict[tuple[int, int], Parts]:
    """Return the parts of strokes, not too many, the narrowest first.

    Those are pairs, which are likelier than longer strings, and have fewer parts.
    """
    cut: dict[tuple[int, int], Parts] = {}
    count = 0
    for number, place in sorted(places, key=lambda p: _aspect(rows[p[0]][p[1]])):
        if len(cut) == MOST_CUT or count >= MOST_PARTS:
            break
        parts = parts_of(rows[number][place].seen)
        if parts.spans:
            cut[number, place] = parts
            count += len(parts.spans)
    return cut


def _aspect(stroke: Segment) -> float:
    return stroke.box.width / stroke.box.height


def _several(parts: Parts, least: float, outcome: Classification) -> Candidate | None:
    """Return the digits that a stroke is cut into, None where their mean is less than `least`.

    `outcome` is what the classifier says of the parts.
    """
    scores = np.minimum(outcome.logits.max(axis=1), SURE).tolist()
    mean, path = best_path(parts.spans, scores, parts.count)
    if mean < least:
        return None
    chosen = [parts.spans.index(span) for span in path]
    found = segments([parts.digit(span) for span in path], outcome.part(chosen))
    if all(segment.digit == 1 for segment in found):  # as the two strokes of a V are
        return None
    return Candidate(found, mean)
