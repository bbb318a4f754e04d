"""The rows that strokes are written in, and how tall a digit is there.

How tall tell the strokes that look like digits: a desk's edge, a bracket or a margin line may be
far taller than they are.
"""

from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from core.inference.segment import Segment
from core.vision import Box

Row = list[Segment]

SAME_ROW = 0.6
"""Distance up or down of neighbours in a row at most, relative to a digit's height."""
ALIKE = 0.7
"""Height of the lower of two neighbours, relative to the other's, that tell how a row slopes."""
LAST = 3
"""Strokes of a row that the next one is compared with: an exponent is higher than all others."""
STEEPEST = 0.3
"""Slope of rows at most: about 17 degrees."""
FEWEST_SLOPES = 3
"""Strokes with a neighbour in their row that tell a slope at least."""

LARGE = 0.35
"""Height, relative to a digit's, from which a stroke stands in a row by itself."""
TALLEST = 2.2
"""Height, relative to a digit's, up to which what looks like a 1, or like no digit, is none of
a desk's edges, brackets and rules."""
LONGEST = 3.0
"""Width, relative to a digit's height, from which what looks like no digit is a line."""
STEM = 4.5
"""Height of the stem of a digit in two strokes, relative to its other stroke, at most."""
BORDER = 0.02
"""Width of the picture's border, relative to its sides."""
SPECK = 0.12
"""Extent, relative to a digit's height, below which a stroke is dirt."""
SURE = 5.0
"""Score from which on a digit tells that a 1 beside it is one although it is at the border."""
FEWEST_INSIDE = 1
"""Digits within a picture from which on what is cut off at its border is none."""
NEAR = 0.4
"""Distance above or below a row, relative to a digit's height, at which small strokes are of it."""


def digit_height(strokes: Sequence[Segment]) -> float:
    """Return the median height of what is surely a digit, in the picture's pixels.

    A 1 tells little, for any line looks like it. Beside a single other digit it counts, too: that
    may be a part of one, as of a 4 in two strokes.
    """
    digits = [s.box.height for s in strokes if s.accepted]
    shaped = [s.box.height for s in strokes if _is_digit(s)]
    if len(shaped) == 1:
        shaped = [height for height in digits if height <= STEM * shaped[0]]
    heights = shaped or digits or [s.box.height for s in strokes]
    tallest = max(heights)
    return float(median(height for height in heights if height >= LARGE * tallest))


def rows_of(strokes: Sequence[Segment], height: float) -> list[Row]:
    """Return the rows of strokes from the top, each from the left; dirt and lines are left out."""
    kept = [s for s in strokes if not _is_line(s, height)]
    large = [s for s in kept if s.box.height >= LARGE * height]
    rows = _of_large(large, height)
    for small in (s for s in kept if s.box.height < LARGE * height):
        if max(small.box.width, small.box.height) >= SPECK * height:
            nearest = _nearest_row(small.box, rows, height)
            if nearest is not None:
                nearest.append(small)
    return [sorted(row, key=lambda s: s.box.x) for row in rows]


def edges(strokes: Sequence[Segment]) -> NDArray[np.int64]:
    """Return left, top, right and bottom of each stroke's box, (n, 4), in the picture's pixels."""
    boxes = (stroke.box for stroke in strokes)
    sides = [(box.x, box.y, box.right, box.bottom) for box in boxes]
    return np.array(sides, np.int64).reshape(-1, 4)


def without_cut_off(strokes: Sequence[Segment], whole: Box) -> list[Segment]:
    """Return strokes without those at the border of the `whole` picture that are no digits.

    They are the rest of lines, cells and neighbours; all stay where there is nothing else. What
    looks like a 1 stays beside sure digits if it ends there, as in a picture cut close around them.
    """
    sure = [s for s in strokes if _is_digit(s) and s.score >= SURE]
    is_close = any(_at_border(s.box, whole) for s in sure)
    inside = [
        s
        for s in strokes
        if _is_digit(s)
        or not _at_border(s.box, whole)
        or (sure and s.accepted and (is_close or _ends_at_border(s.box, whole)))
    ]
    return inside if sum(map(_is_digit, inside)) >= FEWEST_INSIDE else list(strokes)


def _is_digit(stroke: Segment) -> bool:
    return stroke.accepted and stroke.digit != 1


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
    return Box(across, down, whole.width - 2 * across, whole.height - 2 * down)


def _is_line(stroke: Segment, height: float) -> bool:
    """Tell whether a stroke is the edge of something, a bracket or a rule."""
    box = stroke.box
    if stroke.accepted and stroke.digit != 1:
        return False
    long = box.width > LONGEST * height and box.height < height
    return long or box.height > TALLEST * height


def _of_large(strokes: list[Segment], height: float) -> list[Row]:
    """Return rows of strokes that are as tall as digits, whichever way the rows slope.

    From the left, each goes on with the row whose last strokes are nearest to its own height.
    """
    slope = _slope(strokes, height)
    rows: list[Row] = []
    for stroke in sorted(strokes, key=lambda s: s.box.x):
        away = [min(_beside(stroke, last, slope) for last in row[-LAST:]) for row in rows]
        if not rows or min(away) > SAME_ROW * height:
            rows.append([stroke])
        else:
            rows[away.index(min(away))].append(stroke)
    return sorted(rows, key=lambda row: sum(_level(s, slope) for s in row) / len(row))


def _slope(strokes: Sequence[Segment], height: float) -> float:
    """Return by how much rows go down to the right, a pixel: the median of neighbours'."""
    if len(strokes) < FEWEST_SLOPES:
        return 0.0
    x, y, right, bottom = edges(strokes).T
    # Of all pairs at once: one by one, 800 strokes would take a second.
    down = np.subtract.outer(y + bottom, y + bottom).T / 2
    tall = bottom - y
    alike = np.minimum.outer(tall, tall) >= ALIKE * np.maximum.outer(tall, tall)
    beside = alike & (x > x[:, np.newaxis]) & (np.abs(down) < SAME_ROW * height)
    apart = np.maximum.outer(x, x) - np.minimum.outer(right, right)
    nearest = np.where(beside, apart, np.inf).argmin(axis=1)
    left = np.flatnonzero(beside.any(axis=1))
    if len(left) < FEWEST_SLOPES:
        return 0.0
    slopes = down[left, nearest[left]] / (x[nearest[left]] - x[left])
    return float(np.clip(np.median(slopes), -STEEPEST, STEEPEST))


def _beside(stroke: Segment, other: Segment, slope: float) -> float:
    """Return how much higher or lower a stroke is than one of a row of that slope."""
    return abs(_level(stroke, slope) - _level(other, slope))


def _level(stroke: Segment, slope: float) -> float:
    """Return how far down a stroke's row begins at the left side."""
    return _middle(stroke.box) - slope * (stroke.box.x + stroke.box.width / 2)


def _nearest_row(small: Box, rows: list[Row], height: float) -> Row | None:
    """Return the row whose nearest stroke is about as high up as a small one."""
    nearest = (min(row, key=lambda s: _apart(s.box, small)) for row in rows)
    distances = [_distance_down(small, stroke.box) for stroke in nearest]
    if not distances or min(distances) > NEAR * height:
        return None
    return rows[distances.index(min(distances))]


def _distance_down(small: Box, box: Box) -> float:
    return max(0.0, box.y - _middle(small), _middle(small) - box.bottom)


def _apart(a: Box, b: Box) -> int:
    """Return how far apart two boxes are across; less than 0 where they overlap."""
    return max(a.x, b.x) - min(a.right, b.right)


def _middle(box: Box) -> float:
    return box.y + box.height / 2
