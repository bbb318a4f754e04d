"""Strokes -> rows of digits: what is no digit is dropped, what belongs together is grouped."""

from __future__ import annotations

from core.vision.strokes import Box, Stroke, gap, union

Group = tuple[Stroke, ...]
"""The strokes of one digit."""
Row = tuple[Group, ...]
"""Digits side by side, from the left; never empty."""

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
    """Return the strokes of each digit of a picture (height, width), row by row from the top."""
    candidates = [s for s in strokes if not _no_digit(s, shape)]
    if not candidates:
        return []
    typical = _typical_height(candidates)
    bodies: list[Group] = [(s,) for s in candidates if s.box.height >= TALL_ENOUGH * typical]
    parts = [s for s in candidates if s.box.height < TALL_ENOUGH * typical]
    groups = _attach(bodies, parts, typical)
    return rows_of([g for g in groups if not _too_small(box_of(g), shape)])


def rows_of(groups: list[Group]) -> list[Row]:
    """Return the rows that digits are written in, from the top, each from the left."""
    rows: list[list[Group]] = []
    for group in sorted(groups, key=lambda g: _middle(box_of(g))):
        row = next((r for r in rows if _same_row(r, group)), None)
        if row is None:
            rows.append([group])
        else:
            row.append(group)
    return [tuple(sorted(row, key=lambda g: box_of(g).x)) for row in rows]


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


def _attach(bodies: list[Group], parts: list[Stroke], typical: float) -> list[Group]:
    """Give each small part to the digit it lies over, under or in; drop what fits none."""
    groups = list(bodies)
    for part in sorted(parts, key=lambda s: -s.area):
        fits = [i for i, group in enumerate(groups) if _fits(part, group, typical)]
        if fits:
            nearest = min(fits, key=lambda i: gap(part.box, box_of(groups[i])))
            groups[nearest] = (*groups[nearest], part)
    return groups


def _fits(part: Stroke, group: Group, typical: float) -> bool:
    body = box_of(group)
    whole = union([part.box, body])
    shared = min(part.box.right, body.right) - max(part.box.x, body.x)
    return (
        _extent(part.box) >= SPECK * typical
        and whole.height <= TALLEST * max(typical, body.height)
        and shared >= 0.3 * min(part.box.width, body.width)
    )


def _same_row(row: list[Group], group: Group) -> bool:
    """Tell whether a digit's middle lies at the height of the row's last digit, or the reverse."""
    last, box = box_of(row[-1]), box_of(group)
    return last.y <= _middle(box) <= last.bottom or box.y <= _middle(last) <= box.bottom
