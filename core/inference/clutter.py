"""What is written on no row: lines, brackets, edges of desks, and what is cut off at the border."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.inference.read_digit import ReadDigit
from core.vision import Box

TALLEST = 2.2
"""Height, relative to a digit's, up to which what looks like a 1, or like no digit, is none of
a desk's edges, brackets and rules."""
LONGEST = 3.0
"""Width, relative to a digit's height, from which what looks like no digit is a line."""
BORDER = 0.02
"""Width of the picture's border, relative to its sides."""
SURE = 5.0
"""Score from which on a digit tells that a 1 beside it is one although it is at the border."""


def without_cut_off(strokes: Sequence[ReadDigit], whole: Box) -> list[ReadDigit]:
    """Return strokes without those at the border of the `whole` picture that are no digits.

    They are the rest of lines, cells and neighbours; all stay where there is nothing else. What
    looks like a 1 stays beside sure digits if it ends there, as in a picture cut close around them.
    """
    sure = [s for s in strokes if is_shaped(s) and s.score >= SURE]
    is_close = any(_at_border(s.box, whole) for s in sure)
    inside = [
        s
        for s in strokes
        if is_shaped(s)
        or not _at_border(s.box, whole)
        or (sure and s.is_digit and (is_close or _ends_at_border(s.box, whole)))
    ]
    return inside if any(map(is_shaped, inside)) else list(strokes)


def left_out(strokes: Sequence[ReadDigit], digits: Sequence[ReadDigit]) -> int:
    """Return how many strokes lie in none of the digits, those that are refused included."""
    if not strokes or not digits:
        return len(strokes)
    x, y, right, bottom = edges(strokes).T[..., np.newaxis]
    left, top, right_end, end = edges(digits).T
    within = (left <= x) & (right <= right_end) & (top <= y) & (bottom <= end)
    return int((~within.any(axis=1)).sum())


def edges(strokes: Sequence[ReadDigit]) -> NDArray[np.int64]:
    """Return left, top, right and bottom of each stroke's box, (n, 4), in the picture's pixels."""
    boxes = (stroke.box for stroke in strokes)
    sides = [(box.x, box.y, box.right, box.bottom) for box in boxes]
    return np.array(sides, np.int64).reshape(-1, 4)


def is_shaped(stroke: ReadDigit) -> bool:
    """Tell whether a stroke looks like a digit other than a 1, as any line does."""
    return stroke.is_digit and stroke.digit != 1


def _ends_at_border(box: Box, whole: Box) -> bool:
    """Tell whether what is at the border touches it with its upper or lower end alone."""
    inner = _without_border(whole)
    beside = box.x <= inner.x or box.right >= inner.right
    return not beside and (box.y > whole.y or box.bottom < whole.bottom)


def _at_border(box: Box, whole: Box) -> bool:
    within = whole.x < box.x and box.right < whole.right
    return not (within and whole.y < box.y and box.bottom < whole.bottom)


def _without_border(whole: Box) -> Box:
    across, down = round(BORDER * whole.width), round(BORDER * whole.height)
    inner = whole.width - 2 * across, whole.height - 2 * down
    return Box(whole.x + across, whole.y + down, *inner)


def is_line(stroke: ReadDigit, height: float) -> bool:
    """Tell whether a stroke is the edge of something, a bracket or a rule."""
    box = stroke.box
    if is_shaped(stroke):
        return False
    long = box.width > LONGEST * height and box.height < height
    return long or box.height > TALLEST * height
