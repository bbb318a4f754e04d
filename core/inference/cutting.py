"""Strokes that may be several digits that touch, and the pieces of each that are surest."""

from collections.abc import Sequence
from math import log

import numpy as np

from core.inference.classifier import Classification, Classifier
from core.inference.paths import SURE, Candidate, Place, best_path, value_of
from core.inference.read_digit import ReadDigit, as_read
from core.inference.rows import Row
from core.vision.parts import Parts, parts_of

AMONG_DIGITS, ALONE = log(20), log(150)
"""How far the mean score of the parts lies above the whole's, and above 0 for no digit, at least.

Where a picture holds digits beside, more of them are likely. Where it holds nothing else, letters
and scribbles are as likely, and they, too, can be cut into parts that look a little like digits.
"""
MOST_CUT, MOST_PARTS = 60, 600
"""How many strokes of a picture are cut, and into how many parts; all others stay whole. Each part
takes as long to classify as a digit, and a page of print would need tens of thousands."""


def cuts_of(
    rows: Sequence[Row], height: float, classifier: Classifier
) -> dict[tuple[int, Place], Candidate]:
    """Return what strokes come to that are several digits, by the row's number and the place."""
    wide = [
        (number, place)
        for number, row in enumerate(rows)
        for place, stroke in enumerate(row)
        if not stroke.is_digit or stroke.box.width > stroke.box.height
    ]
    cut = _cut(rows, wide)
    if not cut:
        return {}
    outcome = classifier(np.concatenate([parts.images for parts in cut.values()]))
    others = sum(stroke.is_digit for row in rows for stroke in row)
    cuts, done = {}, 0
    for (number, place), parts in cut.items():
        whole, own = rows[number][place], slice(done, done + len(parts.spans))
        done = own.stop
        evidence = AMONG_DIGITS if others > whole.is_digit else ALONE
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


def _aspect(stroke: ReadDigit) -> float:
    return stroke.box.width / stroke.box.height


def _several(parts: Parts, least: float, outcome: Classification) -> Candidate | None:
    """Return the digits that a stroke is cut into, None where their mean is less than `least`.

    `outcome` is what the classifier says of the parts.
    """
    scores = np.minimum(outcome.logits.max(axis=1), SURE).tolist()
    mean, path = best_path(parts.spans, scores, parts.count, parts.shared)
    if mean < least:
        return None
    chosen = [parts.spans.index(span) for span in path]
    found = as_read([parts.digit(span) for span in path], outcome.part(chosen))
    if all(digit.digit == 1 for digit in found):  # as the two strokes of a V are
        return None
    return Candidate(found, mean)
