"""Lines printed on paper, as on ruled and squared sheets: found, and taken out of the ink."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

SMALLEST_SIDE = 64
"""Short side in pixels from which on a printed line differs from a stroke."""
SEEK_SIDE = 256
"""Long side in pixels at which lines are looked for."""
STEEPEST = 0.2
"""Slope up to which a line is near-horizontal, or near-vertical: about 11 degrees."""
HOUGH_SHARE = 0.5
"""Share of the picture's width that is marked along a line at least to be looked at."""
COVERED = 0.75
"""Share of a line's way from side to side that is marked at least, a pixel up or down."""
WAY = 0.6
"""Share of the picture's width that a line's way is long at least: it may leave at the top."""
CLEAR = 0.5
"""Share of the way beside a line that is marked at most, relative to the line itself."""
THICKEST = 0.025
"""Thickness of a line at most, relative to the picture's long side; digits' strokes are thicker
wherever they reach from side to side."""
PATTERN = 3
"""So many lines are printed, whatever else there is; fewer must stick out beyond it."""
OVERHANG = 0.1
"""Share of the width by which one or two lines stick out beyond all other ink at least."""
DARKER = 1.5
"""How much further than a line ink stands out from the paper to be kept where it crosses it."""
MOST_LOOKS = 100
"""Candidates that are looked at closely, for each direction. They come best first: a sheet has
a few dozen lines, and of 1,669 pictures none had one beyond the 11th candidate."""
SAMPLES = 200
"""Places along a line that are looked at."""
RIM = 2
"""Pixels above and below a line that its blurred edges reach."""

Values = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Line:
    """A line from the left side to the right one: y = `left` + `slope` * x, in pixels."""

    left: float
    slope: float
    thickness: int = 1

    def at(self, x: float) -> float:
        """Return how far down the line is at `x`."""
        return self.left + self.slope * x


def without_lines(distance: Values, marked: Mask) -> Values:
    """Return how far each pixel stands out from the paper, its printed lines counted as paper.

    `distance` (h, w), 0 or more, is the same with the lines; `marked` (h, w) tells where it is
    more than noise. Strokes that cross a line stay whole if they are darker or steeper than it.
    """
    if min(marked.shape) < SMALLEST_SIDE:
        return distance
    rest, still_marked = _without_horizontals(distance, marked)
    turned = np.ascontiguousarray(rest.T)
    turned_rest, _ = _without_horizontals(turned, np.ascontiguousarray(still_marked.T))
    return rest if turned_rest is turned else np.ascontiguousarray(turned_rest.T)


def horizontal_lines(marked: Mask) -> list[Line]:
    """Return the thin, straight, near-horizontal lines from side to side of a mask (h, w).

    They are those that can be seen and those that a regular pattern must have beside them.
    """
    lines: list[Line] = []

    def is_new(line: Line) -> bool:
        return not any(_same(line, other, marked.shape) for other in lines)

    for candidate in islice(filter(is_new, _candidates(marked)), MOST_LOOKS):
        line = _measured(candidate, marked)
        if line is not None and is_new(line):
            lines.append(line)
    return _continued(lines, marked.shape) if len(lines) >= PATTERN else lines


def _without_horizontals(distance: Values, marked: Mask) -> tuple[Values, Mask]:
    lines = horizontal_lines(marked)
    if not lines:
        return distance, marked
    band = _drawn(lines, marked.shape, RIM) > 0
    if len(lines) < PATTERN and not _sticks_out(marked & ~band):
        return distance, marked
    level = float(
        np.median(distance[_drawn([replace(x, thickness=1) for x in lines], band.shape) > 0])
    )
    tall = np.ones((max(line.thickness for line in lines) + 2 * RIM + 1, 1), np.uint8)
    # What is taller than a line is a stroke that crosses it. Beyond the picture there is nothing.
    crossing = cv2.morphologyEx(
        distance, cv2.MORPH_OPEN, tall, borderType=cv2.BORDER_CONSTANT, borderValue=0
    )
    rest = np.where(band & (distance <= DARKER * level), crossing, distance)
    return rest, marked & ~(band & (rest < level / 2))


def _candidates(marked: Mask) -> list[Line]:
    """Return lines along which much is marked, those with the most first (Hough's transform)."""
    height, width = marked.shape
    scale = min(1.0, SEEK_SIDE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(marked.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    polar = cv2.HoughLines(
        (small > 0.2).astype(np.uint8),
        rho=1,
        theta=np.pi / 360,
        threshold=round(HOUGH_SHARE * size[0]),
        min_theta=np.pi / 2 - np.arctan(STEEPEST),
        max_theta=np.pi / 2 + np.arctan(STEEPEST),
    )
    return [
        Line(float(rho / np.sin(theta) / scale), float(-1 / np.tan(theta)))
        for rho, theta in (() if polar is None else polar[:, 0].astype(np.float64))
    ]


def _same(a: Line, b: Line, shape: tuple[int, ...]) -> bool:
    height, width = shape
    near = a.thickness + b.thickness + THICKEST / 2 * max(height, width)
    return min(abs(a.left - b.left), abs(a.at(width) - b.at(width))) < near


def _measured(line: Line, marked: Mask) -> Line | None:
    """Return a line with its true course and thickness, or None if it is no printed line."""
    thickest = max(2, round(THICKEST * max(marked.shape)))
    reach = 2 * thickest
    line = _fitted(_fitted(line, marked, max(3, thickest // 2)), marked, 3)
    hits = _across(line, marked, reach)
    if hits.shape[1] < WAY * min(SAMPLES, marked.shape[1]):
        return None
    # A pixel up or down is of the same line: paper is never quite flat.
    hits = cv2.dilate(hits.astype(np.uint8), np.ones((3, 1), np.uint8))
    share = hits.mean(axis=1)
    middle = reach - 1 + int(share[reach - 1 : reach + 2].argmax())
    end = max(2, hits.shape[1] // 30)
    if share[middle] < COVERED or not (hits[middle, :end].any() and hits[middle, -end:].any()):
        return None
    beyond = np.flatnonzero(share < CLEAR * share[middle])
    above, below = beyond[beyond < middle], beyond[beyond > middle]
    if not above.size or not below.size:
        return None
    top, bottom = int(above[-1]) + 1, int(below[0]) - 1
    thickness = max(1, bottom - top - 1)
    if thickness > thickest:
        return None
    return Line(line.left + (top + bottom) / 2 - reach, line.slope, thickness)


def _fitted(line: Line, marked: Mask, reach: int) -> Line:
    """Return a line moved and turned to the middle of what is marked within `reach` pixels."""
    hits = _across(line, marked, reach)
    count = hits.sum(axis=0)
    # Where another line crosses, the whole window is marked and tells nothing.
    tells = (count > 0) & (count <= reach)
    if tells.sum() < 8:
        return line
    x = _samples(line, marked.shape)[tells]
    offsets = (np.arange(-reach, reach + 1) @ hits)[tells] / count[tells]
    slope, left = np.polyfit(x, offsets, 1)
    return Line(line.left + float(left), line.slope + float(slope))


def _samples(line: Line, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return the places along a line that are inside the picture."""
    height, width = shape
    x = np.linspace(0, width - 1, min(width, SAMPLES))
    y = np.rint(line.left + line.slope * x)
    return x[(y >= 0) & (y < height)]


def _across(line: Line, marked: Mask, reach: int) -> Mask:
    """Return what is marked from `reach` pixels above a line to as many below: (offsets, n)."""
    height = marked.shape[0]
    x = _samples(line, marked.shape)
    middle = np.rint(line.left + line.slope * x).astype(int)
    rows = middle + np.arange(-reach, reach + 1)[:, None]
    hits = marked[np.clip(rows, 0, height - 1), np.rint(x).astype(int)]
    return np.asarray(hits & (rows >= 0) & (rows < height), np.bool_)


def _continued(lines: list[Line], shape: tuple[int, ...]) -> list[Line]:
    """Return lines and those that a regular pattern has between and beyond them.

    Lines that leave the picture at a corner, or that are faint, are hard to see by themselves.
    """
    height, width = shape
    slope = float(np.median([line.slope for line in lines]))
    thickness = round(float(np.median([line.thickness for line in lines])))
    middles = np.sort([line.at(width / 2) for line in lines])
    pitch = float(np.median(np.diff(middles)))
    reach = pitch / 4 + abs(slope) * width / 2
    added = [*np.arange(middles[0] - pitch, -reach, -pitch)]
    added += [*np.arange(middles[-1] + pitch, height + reach, pitch)]
    for above, below in pairwise(middles):
        added += [*np.linspace(above, below, max(1, round((below - above) / pitch)) + 1)[1:-1]]
    return lines + [Line(y - slope * width / 2, slope, thickness) for y in map(float, added)]


def _drawn(lines: list[Line], shape: tuple[int, ...], rim: int = 0) -> NDArray[np.uint8]:
    """Return an image (h, w) that is 1 on the lines and on a rim around them."""
    image = np.zeros(shape, np.uint8)
    right = shape[1] - 1
    for line in lines:
        ends = (0, round(line.left)), (right, round(line.at(right)))
        cv2.line(image, *ends, 1, line.thickness + 2 * rim)
    return image


def _sticks_out(rest: Mask) -> bool:
    """Tell whether lines from side to side reach well beyond all the rest of what is marked."""
    amount = np.cumsum(rest.sum(axis=0))
    if not amount[-1]:
        return True
    width = rest.shape[1]
    # A speck is no ink that a line might belong to.
    first, last = np.searchsorted(amount, (0.02 * amount[-1], 0.98 * amount[-1]))
    return bool(max(first, width - 1 - last) >= OVERHANG * width)
