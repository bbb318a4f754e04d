"""What a pen drew on a sheet, square or wide: strokes, checked and brought to pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 280
"""Pixels along a side of the square sheet; coordinates and widths are in these."""
WIDE = 700
"""Pixels across the wide sheet, which is as high as the square one: room for a long number."""
MOST_STROKES = 300
MOST_POINTS = 20_000
"""Of all strokes together: about a hundred times the width of the square sheet."""
WIDEST = 100.0

_FAR = 10.0 * SIDE
_FINER = 2  # drawn twice as large and reduced: smooth edges, and ends that are round
_SHIFT = 4  # OpenCV's coordinates are whole numbers, here of sixteenths of a pixel
_INK, _PAPER = 255, 0


@dataclass(frozen=True, eq=False)
class Stroke:
    """One stroke through `points` (n, 2) float64, x and y, with n >= 1; `erases` takes ink away."""

    points: NDArray[np.float64]
    width: float
    erases: bool


def parse_strokes(value: object) -> tuple[Stroke, ...]:
    """Return the strokes of what a browser sent, none where any of it is not what it should be.

    A stroke is `{"points": [x0, y0, x1, y1, ...], "width": 18, "erases": false}`.
    """
    if not isinstance(value, list) or len(value) > MOST_STROKES:
        return ()
    if not all(map(_is_stroke, value)):
        return ()
    if sum(len(stroke["points"]) for stroke in value) > 2 * MOST_POINTS:
        return ()
    return tuple(_stroke(stroke) for stroke in value)


def rendered(strokes: Sequence[Stroke], across: int = SIDE) -> NDArray[np.uint8] | None:
    """Return strokes as RGBA uint8 (280, across, 4), white on black; None where no ink is left."""
    fine = np.zeros((_FINER * SIDE, _FINER * across), np.uint8)
    for stroke in strokes:
        # A pixel's middle is at 0.5 in a browser and at 0 in OpenCV; a line needs two ends.
        ends = stroke.points if len(stroke.points) > 1 else stroke.points.repeat(2, axis=0)
        places = np.rint((_FINER * ends - 0.5) * 2**_SHIFT).astype(np.int32)
        colour, width = _PAPER if stroke.erases else _INK, max(1, round(_FINER * stroke.width))
        cv2.polylines(fine, [places], False, (colour,), width, cv2.LINE_8, _SHIFT)
    sheet = np.asarray(cv2.resize(fine, (across, SIDE), interpolation=cv2.INTER_AREA), np.uint8)
    if not sheet.any():
        return None
    return np.dstack([sheet, sheet, sheet, np.full_like(sheet, 255)])


def without_paper(drawing: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return what `rendered` did with its ink as alpha, on nothing.

    So it is read the same and sooner, because what is paper need not be looked for.
    """
    bare = np.full_like(drawing, _INK)
    bare[..., 3] = drawing[..., 0]
    return bare


def _is_stroke(value: object) -> bool:
    if not isinstance(value, Mapping) or not isinstance(value.get("erases"), bool):
        return False
    points = value.get("points")
    if not isinstance(points, list) or len(points) < 2 or len(points) % 2:
        return False
    return _is_number(value.get("width"), 0, WIDEST) and all(
        _is_number(coordinate, -_FAR, _FAR) for coordinate in points
    )


def _is_number(value: object, low: float, high: float) -> bool:
    # A comparison with NaN is false; True and False are numbers to Python alone.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def _stroke(value: Mapping[str, Any]) -> Stroke:
    points = np.array(value["points"], np.float64).reshape(-1, 2)
    return Stroke(points, float(value["width"]), value["erases"])
