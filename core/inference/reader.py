"""From a picture to the digits written in it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.inference.broken import with_broken
from core.inference.choice import CLEARLY, confidence, is_better, is_certain
from core.inference.classifier import Classifier
from core.inference.clutter import left_out, without_cut_off
from core.inference.insides import with_insides
from core.inference.lattice import read_rows
from core.inference.orientation import turn_of
from core.inference.read_digit import ReadDigit, classified
from core.inference.reading import Reading
from core.inference.refusal import with_refusals
from core.inference.rows import Row, digit_height, rows_of
from core.vision import Ink, Picture, hypotheses, picture_of
from core.vision.turning import MOST_PIXELS, QUARTER, turned_by


def read(
    rgba: NDArray[np.uint8],
    classifier: Classifier,
    *,
    single: bool = False,
    turn: int | None = None,
) -> Reading:
    """Read the digits of a picture (h, w, 4) uint8; `single` says that all ink is one digit.

    Otherwise strokes are merged, and digits that touch are cut apart, where the classifier is
    surer of the outcome. `turn` says by how many degrees the picture is to be turned clockwise
    before it is read; without it, one that can only be read turned is, and so is a sheet that lies
    aslant.
    Raises DigitLabError for a texture: a picture of more strokes than anybody writes.
    """
    if turn is not None and turn % QUARTER:
        slant = turn % QUARTER
        reading = read(turned_by(rgba, slant), classifier, single=single, turn=turn - slant)
        return replace(reading, turned=turn % 360)
    best = _best_reading(rgba, classifier, single, turn)
    tilt = best.picture.tilt
    if single or turn is not None or not tilt or rgba[..., 0].size > MOST_PIXELS:
        return best
    other = _best_reading(turned_by(rgba, tilt), classifier, single, None)
    straight = replace(other, turned=(other.turned + tilt) % 360)
    return straight if is_better(straight, best) else best


def _best_reading(
    rgba: NDArray[np.uint8], classifier: Classifier, single: bool, turn: int | None
) -> Reading:
    best: Reading | None = None
    texture: DigitLabError | None = None
    for ink in hypotheses(rgba, single):
        try:
            reading = _read_ink(rgba, ink, classifier, single, turn)
        except DigitLabError as error:  # the grain of paper may be one for the eye of one of them
            texture = texture or error
            continue
        if best is None or is_better(reading, best):
            best = reading
        if is_certain(best):
            break
    if best is None or (texture and not best.text):
        assert texture is not None
        raise texture
    return best


def segmented(strokes: Sequence[ReadDigit], classifier: Classifier) -> list[Row]:
    """Return the rows of digits that strokes make, with what is refused among them."""
    if not strokes:
        return []
    height = digit_height(strokes)
    whole = with_insides(with_broken(strokes, height, classifier), height, classifier)
    rows = read_rows(rows_of(whole, height), height, classifier)
    return with_refusals(rows, digit_height([d for row in rows for d in row] or strokes))


def _read_ink(
    rgba: NDArray[np.uint8], ink: Ink, classifier: Classifier, single: bool, turn: int | None
) -> Reading:
    picture = _turned(rgba, ink, single, turn or 0)
    strokes = classified(picture.digits, classifier)
    reading = replace(_assembled(picture, strokes, classifier, single), turned=turn or 0)
    if single or turn is not None:
        return reading
    other_way = turn_of(strokes, classifier)
    if not other_way:
        return reading
    turned = _read_ink(rgba, ink, classifier, single, other_way)
    # Pairs that touch look like no digit upright, and may look like one on their side.
    return turned if confidence(turned) > confidence(reading) + CLEARLY else reading


def _turned(rgba: NDArray[np.uint8], ink: Ink, single: bool, turn: int) -> Picture:
    """Return the picture and its strokes, turned clockwise by so many degrees."""
    quarters = -turn // 90 % 4
    return picture_of(turned_by(rgba, turn), ink.turned(quarters, rgba.shape[:2]), single)


def _assembled(
    picture: Picture, strokes: Sequence[ReadDigit], classifier: Classifier, single: bool
) -> Reading:
    if single:
        rows = [list(strokes)]
    else:
        rows = segmented(without_cut_off(strokes, picture.whole), classifier)
    digits = tuple(digit.in_row(number) for number, row in enumerate(rows) for digit in row)
    seen = replace(picture, digits=tuple(digit.seen for digit in digits))
    ink = sum(stroke.weight for stroke in strokes)
    return Reading(seen, digits, single, ink=ink, left_out=left_out(strokes, digits))
