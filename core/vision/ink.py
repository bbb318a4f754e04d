"""Pixels -> ink: how much of each pixel is covered by handwriting, as one or as two hypotheses.

What stands out from the paper around it is ink: that is exact for drawings and scans, and right for
most photos. On a desk, in a cell, across printed lines a network knows better what handwriting
looks like. Which of the two can be read, only a classifier can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.background import one_colour
from core.vision.contrast import ink_by_contrast
from core.vision.ink_network import Covers, ink_network
from core.vision.scaling import scaled, shrink
from core.vision.sheet import SIDE as SHEETS_SIDE
from core.vision.sheet import sheets, tilt_of
from core.vision.strokes import WEAK, Box
from core.vision.transparency import flatten, ink_of_drawing, is_drawing

WORKING_SIDE = 1024
"""Long side in pixels to which a larger picture is reduced before anything is looked for."""
OVERVIEW_SIDE = 640
"""Long side in pixels at which the network looks at the whole picture."""
LEAST_SIDE = 400
"""Long side in pixels at which it looks at a sheet that takes up little of the picture."""
SMALLEST_SIDE = 160
"""Long side in pixels to which smaller pictures are enlarged for it."""
THIN = 4.0
"""Width of strokes in pixels below which it looks at what is written on closely."""
WANTED = 6.0
"""Width of strokes in pixels to which they are then enlarged, if the picture has as many."""
MARGIN = 0.06
"""Rim around what is written on, relative to its size, that is looked at with it."""
HALF = 0.5

Coverage = NDArray[np.float32]
FoundBy = Literal["transparency", "contrast", "network"]
"""What tells ink from paper: alpha, how far it stands out, or the network."""


@dataclass(frozen=True)
class Ink:
    """Where ink is.

    `coverage` (h, w) float32, 0..1, of the part `region` of the picture, in the picture's pixels.
    `tilt`: by how many degrees clockwise, -45..45, the picture is to be turned for its sheet to lie
    straight, 0 where none is seen to lie aslant.
    """

    coverage: Coverage
    region: Box
    found_by: FoundBy
    tilt: int = 0

    def turned(self, quarters: int, shape: tuple[int, int]) -> Ink:
        """Return the same ink of a picture (height, width) that is turned as by `np.rot90`."""
        ink = self
        for _ in range(quarters % 4):
            box, width = ink.region, shape[1]
            region = Box(box.y, width - box.right, box.height, box.width)
            coverage = np.ascontiguousarray(np.rot90(ink.coverage))
            ink, shape = replace(ink, coverage=coverage, region=region), shape[::-1]
        return ink


def hypotheses(rgba: NDArray[np.uint8], single: bool = False) -> Iterator[Ink]:
    """Yield the ink of a picture (h, w, 4) uint8 RGBA in one way or two, the simplest first.

    Paper and ink may have any colours; a picture with nothing on it is 0 everywhere. Strokes on
    nothing and on paper of one colour are told exactly, and the network is not asked; but a
    `single` digit may fill its picture so that ink is taken for the paper. Beside a sheet on a desk
    there is no paper to stand out from.
    """
    small = shrink(rgba, WORKING_SIDE)
    if is_drawing(small):
        yield Ink(ink_of_drawing(small), whole_of(rgba), "transparency")
        return
    colours = flatten(small)
    is_plain = one_colour(colours) is not None
    if single or is_plain:
        yield Ink(ink_by_contrast(colours), whole_of(rgba), "contrast")
    if is_plain and not single:
        return
    sheet = _sheets(rgba)
    if not single and sheet.all():
        yield Ink(ink_by_contrast(colours), whole_of(rgba), "contrast")
    yield _ink_on(sheet, rgba)


def find_ink(rgba: NDArray[np.uint8]) -> Ink:
    """Return the ink of a picture (h, w, 4) uint8 RGBA by the simplest of its `hypotheses`."""
    return next(hypotheses(rgba))


def _ink_on(sheet: NDArray[np.bool_], rgba: NDArray[np.uint8]) -> Ink:
    """Return the ink of a picture as the network sees it, where the picture shows the `sheet`.

    What lies beside the sheet is no ink. Where strokes are thin, what is written on is looked at
    twice, the second time closely: so a sheet on a desk is read as if it had been cut out, and the
    grain of paper, which a large photo shows, is too fine to be seen where strokes are broad.
    """
    whole, tilt = whole_of(rgba), tilt_of(sheet)
    region = whole if sheet.all() else _around(sheet, whole)
    first = max(LEAST_SIDE, round(OVERVIEW_SIDE * region.extent / whole.extent))
    overview = _on(sheet, whole, _seen(rgba, region, first).ink, region)
    width = _stroke_width(overview)
    if width == 0 or width >= THIN or region.extent <= first:
        return Ink(overview, region, "network", tilt)
    written_on = _around(overview >= HALF, region)
    enlarged = WANTED / width * written_on.extent / region.extent * first
    side = round(min(WORKING_SIDE, enlarged, written_on.extent))
    ink = _on(sheet, whole, _seen(rgba, written_on, side).ink, written_on)
    return Ink(ink, written_on, "network", tilt)


def whole_of(rgba: NDArray[np.uint8]) -> Box:
    """Return the box around a whole picture."""
    return Box(0, 0, rgba.shape[1], rgba.shape[0])


def _sheets(rgba: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where the network sees sheets, at a small size of the picture."""
    return sheets(_seen(rgba, whole_of(rgba), SHEETS_SIDE).sheet)


def _seen(rgba: NDArray[np.uint8], region: Box, side: int) -> Covers:
    """Return the ink and sheet of a part of the picture, its long side brought to `side` pixels."""
    part = rgba[region.y : region.bottom, region.x : region.right]
    wanted = min(side, max(*part.shape[:2], SMALLEST_SIDE))
    ink, sheet = ink_network()(flatten(scaled(part, wanted)))
    return Covers(np.where(ink >= WEAK, ink, np.float32(0)), sheet)


def _on(sheet: NDArray[np.bool_], whole: Box, ink: Coverage, region: Box) -> Coverage:
    """Return the ink of a `region` of the picture without what lies beside the `whole`'s sheet."""
    rows = (np.arange(len(ink)) + HALF) / len(ink) * region.height + region.y
    columns = (np.arange(ink.shape[1]) + HALF) / ink.shape[1] * region.width + region.x
    down, across = sheet.shape[0] / whole.height, sheet.shape[1] / whole.width
    there = sheet[np.ix_((rows * down).astype(int), (columns * across).astype(int))]
    return np.where(there, ink, np.float32(0))


def _stroke_width(coverage: Coverage) -> float:
    """Return the mean width of strokes in pixels, 0 where there are none.

    Across a stroke the mean distance from its sides is a quarter of its width.
    """
    marked = (coverage >= HALF).astype(np.uint8)
    distance = cv2.distanceTransform(marked, cv2.DIST_L2, 3)
    inside = distance[marked > 0]
    return 4 * float(inside.mean()) - 1 if inside.size else 0.0


def _around(found: NDArray[np.bool_], region: Box) -> Box:
    """Return the part of the picture where something was found in a `region`, with a rim."""
    rows, columns = (np.flatnonzero(found.any(axis=axis)) for axis in (1, 0))
    down, across = region.height / found.shape[0], region.width / found.shape[1]
    top, bottom = rows[0] * down, (rows[-1] + 1) * down
    left, right = columns[0] * across, (columns[-1] + 1) * across
    rim = MARGIN * max(bottom - top, right - left)
    x, y = max(0, round(left - rim)), max(0, round(top - rim))
    width = min(region.width - x, round(right + rim) - x)
    height = min(region.height - y, round(bottom + rim) - y)
    return Box(region.x + x, region.y + y, width, height)
