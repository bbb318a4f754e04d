"""Strokes -> rows of digits: what is no digit is dropped, what belongs together is grouped."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.vision.strokes import Box, Stroke, union
from core.vision.texture import check_digits

Group = tuple[Stroke, ...]
"""The strokes of one digit."""
Row = tuple[Group, ...]
"""Digits side by side, from the left; never empty."""
Edges = NDArray[np.int64]
"""Boxes (n, 4): left, top, right, bottom."""

SMALLEST_SHARE = 0.02
"""A digit is at least this share of the picture's short side tall or wide."""
SMALLEST_SIDE = 4
SPECK = 0.12
"""Extent, relative to the largest stroke's, below which a stroke is dirt."""
TALL_ENOUGH = 0.45
"""Height, relative to the typical one, from which a stroke is a digit of its own."""
TALLEST = 1.35
"""Height, relative to the typical one, up to which strokes together make one digit."""
LINE_ASPECT = 7.0
"""Width by height from which a stroke is a rule line, not a digit."""
FRAME_SHARE = 0.9
"""Share of the picture that a frame or a shadow spans in both directions."""


def one_digit(strokes: list[Stroke], shape: tuple[int, int]) -> list[Row]:
    """Return all strokes but specks as the one digit there is, or nothing when none is left."""
    large = _without_specks(strokes)
    if not large or _too_small(union([s.box for s in large]), shape):
        return []
    return [(tuple(large),)]


def several_digits(strokes: list[Stroke], shape: tuple[int, int]) -> list[Row]:
    """Return the strokes of each digit of a picture (height, width), row by row from the top.

    Raises DigitLabError for a texture.
    """
    candidates = [s for s in strokes if not _no_digit(s, shape)]
    if not candidates:
        return []
    typical = _typical_height(candidates)
    bodies = [s for s in candidates if s.box.height >= TALL_ENOUGH * typical]
    parts = [s for s in candidates if s.box.height < TALL_ENOUGH * typical]
    groups = _attach(bodies, parts, typical)
    digits = [group for group in groups if not _too_small(box_of(group), shape)]
    boxes = map(box_of, digits)
    check_digits([box.width * box.height for box in boxes], shape[0] * shape[1])
    return rows_of(digits)


def rows_of(groups: list[Group]) -> list[Row]:
    """Return the rows that digits are written in, from the top, each from the left."""
    rows: list[list[tuple[Box, Group]]] = []
    boxed = [(box_of(group), group) for group in groups]
    for box, group in sorted(boxed, key=lambda pair: _middle(pair[0])):
        row = next((r for r in rows if _same_row(r[-1][0], box)), None)
        if row is None:
            rows.append([(box, group)])
        else:
            row.append((box, group))
    return [tuple(group for _, group in sorted(row, key=lambda pair: pair[0].x)) for row in rows]


def box_of(group: Group) -> Box:
    """Return the box around a digit's strokes."""
    return union([s.box for s in group])


def _extent(box: Box) -> int:
    return max(box.width, box.height)


def _middle(box: Box) -> float:
    return box.y + box.height / 2


def _without_specks(strokes: list[Stroke]) -> list[Stroke]:
    largest = max((_extent(s.box) for s in strokes), default=0)
    return [s for s in strokes if _extent(s.box) >= SPECK * largest]


def _too_small(box: Box, shape: tuple[int, int]) -> bool:
    return _extent(box) < max(SMALLEST_SIDE, SMALLEST_SHARE * min(shape))


def _no_digit(stroke: Stroke, shape: tuple[int, int]) -> bool:
    """Tell whether a stroke is a rule line or a frame around everything."""
    height, width = shape
    box = stroke.box
    is_line = box.width > LINE_ASPECT * box.height and box.width > 0.3 * width
    is_frame = box.width >= FRAME_SHARE * width and box.height >= FRAME_SHARE * height
    return is_line or (is_frame and stroke.area < 0.2 * box.width * box.height)


def _typical_height(strokes: list[Stroke]) -> float:
    """Return the median height of the strokes that are no specks."""
    heights = sorted(s.box.height for s in strokes)
    large = [h for h in heights if h >= 0.35 * heights[-1]]
    return float(large[len(large) // 2])


def _attach(bodies: list[Stroke], parts: list[Stroke], typical: float) -> list[Group]:
    """Give each small part to the digit it lies over, under or in; drop what fits none."""
    groups = [[body] for body in bodies]
    # The box around each group grows with it: made anew for each part, it would take the time of
    # all parts times all strokes.
    boxes = np.array([_edges(body.box) for body in bodies])
    for part in sorted(parts, key=lambda s: -s.area):
        nearest = _nearest(part.box, boxes, typical)
        if nearest is not None:
            groups[nearest].append(part)
            own = _edges(part.box)
            boxes[nearest, :2] = np.minimum(boxes[nearest, :2], own[:2])
            boxes[nearest, 2:] = np.maximum(boxes[nearest, 2:], own[2:])
    return [tuple(group) for group in groups]


def _nearest(part: Box, bodies: Edges, typical: float) -> int | None:
    """Return which of `bodies` (n, 4) a part is of, or None."""
    if _extent(part) < SPECK * typical:
        return None
    x, y, right, bottom = bodies.T
    shared = np.minimum(part.right, right) - np.maximum(part.x, x)
    height = np.maximum(part.bottom, bottom) - np.minimum(part.y, y)
    fits = height <= TALLEST * np.maximum(typical, bottom - y)
    fits &= shared >= 0.3 * np.minimum(part.width, right - x)
    if not fits.any():
        return None
    down = np.maximum(part.y, y) - np.minimum(part.bottom, bottom)
    distance = np.maximum(-shared, 0) + np.maximum(down, 0)
    return int(np.where(fits, distance, np.inf).argmin())


def _edges(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.right, box.bottom


def _same_row(last: Box, box: Box) -> bool:
    """Tell whether a digit's middle lies at the height of the row's last digit, or the reverse."""
    return last.y <= _middle(box) <= last.bottom or box.y <= _middle(last) <= box.bottom
