"""The rows that strokes are written in, and how tall a digit is there.

How tall tell the strokes that look like digits: a desk's edge, a bracket or a margin line may be
far taller than they are.
"""

from collections.abc import Sequence
from statistics import median

import numpy as np

from core.inference.clutter import edges, is_line, is_shaped
from core.inference.read_digit import ReadDigit
from core.vision import Box

Row = list[ReadDigit]

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
STEM = 4.5
"""Height of the stem of a digit in two strokes, relative to its other stroke, at most."""
RAISED = 0.85
"""Height, relative to a digit's, up to which what stands beside a row is an exponent of it."""
WITHIN = 0.3
"""Share of an exponent's height at least that lies beside the digits of its row."""
BESIDE = 3
"""Strokes of a row, the nearest, that tell where it is beside an exponent."""
SPECK = 0.12
"""Extent, relative to a digit's height, below which a stroke is dirt."""
NEAR = 0.4
"""Distance above or below a row, relative to a digit's height, at which small strokes are of it."""


def digit_height(strokes: Sequence[ReadDigit]) -> float:
    """Return the median height of what is surely a digit, in the picture's pixels.

    A 1 tells little, for any line looks like it. Beside a single other digit it counts, too: that
    may be a part of one, as of a 4 in two strokes. Of 1s alone, which may be broken, it is the
    tallest's.
    """
    digits = [s.box.height for s in strokes if s.is_digit]
    shaped = [s.box.height for s in strokes if is_shaped(s)]
    if digits and not shaped:
        return float(max(digits))
    if len(shaped) == 1:
        shaped = [height for height in digits if height <= STEM * shaped[0]]
    heights = shaped or [s.box.height for s in strokes]
    tallest = max(heights)
    return float(median(height for height in heights if height >= LARGE * tallest))


def rows_of(strokes: Sequence[ReadDigit], height: float) -> list[Row]:
    """Return the rows of strokes from the top, each from the left; dirt and lines are left out."""
    kept = [s for s in strokes if not is_line(s, height)]
    large = [s for s in kept if s.box.height >= LARGE * height]
    rows = _with_raised(_of_large(large, height), height)
    for small in (s for s in kept if s.box.height < LARGE * height):
        if small.box.extent >= SPECK * height:
            nearest = _nearest_row(small.box, rows, height)
            if nearest is not None:
                nearest.append(small)
    return [sorted(row, key=lambda s: s.box.x) for row in rows]


def _of_large(strokes: list[ReadDigit], height: float) -> list[Row]:
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


def _with_raised(rows: list[Row], height: float) -> list[Row]:
    """Return rows, what is small and stands a little higher or lower in the row that it is of."""
    is_base = [any(s.box.height > RAISED * height for s in row) for row in rows]
    bases = [number for number, found in enumerate(is_base) if found]
    joined: list[Row] = [list(row) for row in rows]
    for number, row in enumerate(rows):
        of = (base for base in bases if _is_of(row, rows[base], height))
        base = number if is_base[number] else next(of, number)
        if base != number:
            joined[base] += row
            joined[number] = []
    return [row for row in joined if row]


def _is_of(row: Row, base: Row, height: float) -> bool:
    """Tell whether each stroke of a row lies beside the digits of another one that are nearest."""
    return all(_is_beside(stroke, base, height) for stroke in row)


def _is_beside(stroke: ReadDigit, base: Row, height: float) -> bool:
    near = sorted(base, key=lambda s: _apart(s.box, stroke.box))[:BESIDE]
    top, bottom = min(s.box.y for s in near), max(s.box.bottom for s in near)
    common = min(stroke.box.bottom, bottom) - max(stroke.box.y, top)
    is_near = _apart(near[0].box, stroke.box) <= height
    return is_near and common >= WITHIN * stroke.box.height


def _slope(strokes: Sequence[ReadDigit], height: float) -> float:
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


def _beside(stroke: ReadDigit, other: ReadDigit, slope: float) -> float:
    """Return how much higher or lower a stroke is than one of a row of that slope."""
    return abs(_level(stroke, slope) - _level(other, slope))


def _level(stroke: ReadDigit, slope: float) -> float:
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
