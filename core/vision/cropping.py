"""A part of a picture, cut out before it is read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.vision.strokes import Box

_ROUNDING = 1e-6  # of shares that are added up


@dataclass(frozen=True)
class Part:
    """A part of a picture in shares 0..1 of its width and height: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float


def parse_part(value: object) -> Part | None:
    """Return the part that a browser sent as `[x, y, width, height]`, None for anything else.

    None, too, where it is empty or not within the picture.
    """
    if not isinstance(value, list) or len(value) != 4 or not all(map(_is_share, value)):
        return None
    x, y, width, height = map(float, value)
    is_within = max(x + width, y + height) <= 1 + _ROUNDING
    if not (is_within and width > 0 and height > 0):
        return None
    return Part(x, y, width, height)


def box_of_part(part: Part, across: int, down: int) -> Box:
    """Return a part of a picture of `across` by `down` pixels, a pixel each way at least."""
    left, top = min(round(part.x * across), across - 1), min(round(part.y * down), down - 1)
    right = min(round((part.x + part.width) * across), across)
    bottom = min(round((part.y + part.height) * down), down)
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def cropped(rgba: NDArray[np.uint8], part: Part) -> NDArray[np.uint8]:
    """Return the part of a picture (h, w, 4) uint8, as pixels of its own."""
    box = box_of_part(part, rgba.shape[1], rgba.shape[0])
    return np.ascontiguousarray(rgba[box.y : box.bottom, box.x : box.right])


def _is_share(value: object) -> bool:
    # A comparison with NaN is false; True and False are numbers to Python alone.
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1
