"""From a picture to the digits written in it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.inference.classifier import Classifier
from core.inference.insides import with_insides
from core.inference.lattice import read_rows
from core.inference.orientation import turn_of
from core.inference.read_digit import ReadDigit
from core.inference.reading import Reading
from core.inference.refusal import with_refusals
from core.inference.rows import Row, digit_height, rows_of, without_cut_off
from core.inference.segment import Segment, classified
from core.vision import Ink, Picture, hypotheses, picture_of

CERTAIN = 0.995
"""Confidence of a number, or of what is said to be one digit, from which on no other hypothesis of
ink is tried."""
ONE = 0.3
"""What a 1 among several counts, relative to other digits."""
LIKELY = 0.9
"""Confidence of another one from which on it is better if it has more digits."""
CLEARLY = 0.1
"""By how much the confidence of another one exceeds it, where both read something."""
NUMBER = 3
"""Digits of another one from which on it need be no more than the better: to refuse a letter is
right, and nothing else looks like a row of digits."""


def read(
    rgba: NDArray[np.uint8],
    classifier: Classifier,
    *,
    single: bool = False,
    turn: int | None = None,
) -> Reading:
    """Read the digits of a picture (h, w, 4) uint8; `single` says that all ink is one digit.

    Otherwise strokes are merged, and digits that touch are cut apart, where the classifier is
    surer of the outcome. `turn` says by how many degrees, 0, 90, 180 or 270, the picture is to be
    turned clockwise before it is read; without it, one that can only be read turned is.
    Raises DigitLabError for a texture: a picture of more strokes than anybody writes.
    """
    best: Reading | None = None
    texture: DigitLabError | None = None
    for find in hypotheses(rgba, single):
        try:
            reading = _read_ink(rgba, find(), classifier, single, turn)
        except DigitLabError as error:  # the grain of paper may be one for the eye of one of them
            texture = texture or error
            continue
        if best is None or _is_better(reading, best):
            best = reading
        if confidence(best) >= CERTAIN and (single or len(best.text) >= NUMBER):
            break
    if best is None or (texture and not best.text):
        assert texture is not None
        raise texture
    return best


def confidence(reading: Reading) -> float:
    """Return the mean probability, 0..1, of all that was found.

    What is refused counts 0, and a 1 among several less than others: every line looks like it.
    """
    told = [_certainty(digit, reading.single) for digit in reading.digits]
    return sum(told) / len(told) if told else 0.0


def _certainty(digit: ReadDigit, single: bool) -> float:
    if not digit.is_digit:
        return 0.0
    return digit.probability * (ONE if digit.digit == 1 and not single else 1.0)


def segmented(strokes: Sequence[Segment], classifier: Classifier) -> list[Row]:
    """Return the rows of digits that strokes make, with what is refused among them."""
    if not strokes:
        return []
    height = digit_height(strokes)
    whole = with_insides(strokes, height, classifier)
    rows = read_rows(rows_of(whole, height), height, classifier)
    return with_refusals(rows, digit_height([s for row in rows for s in row] or strokes))


def _is_better(other: Reading, best: Reading) -> bool:
    digits, others = (sum(d.is_digit for d in reading.digits) for reading in (best, other))
    gain = confidence(other) - confidence(best)
    more = others > digits and confidence(other) >= LIKELY
    if others >= NUMBER and (gain > 0 or more):
        return True
    return gain > CLEARLY and bool((digits and others) or best.single)


def _read_ink(
    rgba: NDArray[np.uint8], ink: Ink, classifier: Classifier, single: bool, turn: int | None
) -> Reading:
    if turn is not None:
        return _read_turned(rgba, ink, classifier, single, turn)
    picture = picture_of(rgba, ink, single)
    upright = _read(picture, classifier, single)
    turn = 0 if single else turn_of(picture.digits, classifier)
    if not turn:
        return upright
    turned = _read_turned(rgba, ink, classifier, single, turn)
    # Pairs that touch look like no digit upright, and may look like one on their side.
    return turned if confidence(turned) > confidence(upright) + CLEARLY else upright


def _read_turned(
    rgba: NDArray[np.uint8], ink: Ink, classifier: Classifier, single: bool, turn: int
) -> Reading:
    quarters = -turn // 90 % 4
    turned = ink.turned(quarters, rgba.shape[:2])
    picture = picture_of(np.ascontiguousarray(np.rot90(rgba, quarters)), turned, single)
    return replace(_read(picture, classifier, single), turned=turn)


def _read(picture: Picture, classifier: Classifier, single: bool) -> Reading:
    strokes = classified(picture.digits, classifier)
    if single:
        rows = [list(strokes)]
    else:
        rows = segmented(without_cut_off(strokes, picture.whole), classifier)
    found = [segment.in_row(number) for number, row in enumerate(rows) for segment in row]
    picture = replace(picture, digits=tuple(segment.seen for segment in found))
    return Reading(picture, tuple(map(_as_read, found)), single)


def _as_read(segment: Segment) -> ReadDigit:
    return ReadDigit(
        segment.seen, segment.digit, segment.probabilities, segment.accepted, segment.refusal
    )
