"""Strokes -> what may be a digit or a part of one: dirt is left out, and all ink taken together."""

from __future__ import annotations

from core.vision.strokes import Box, Stroke, union
from core.vision.texture import MOST_DIGITS, check_digits

Group = tuple[Stroke, ...]
"""Strokes that are taken for one."""

SMALLEST_SHARE = 0.008
"""A stroke that counts is at least this share of the picture's long side tall or wide."""
SMALLEST_SIDE = 4
SPECK = 0.12
"""Extent, relative to the largest stroke's, below which a stroke is dirt beside a single digit."""


def one_digit(strokes: list[Stroke], shape: tuple[int, int]) -> list[Group]:
    """Return all strokes but specks as the one digit there is, or nothing when none is left."""
    largest = max((s.box.extent for s in strokes), default=0)
    large = [s for s in strokes if s.box.extent >= SPECK * largest]
    if not large or union([s.box for s in large]).extent < _least(shape):
        return []
    return [tuple(large)]


def several_digits(strokes: list[Stroke], shape: tuple[int, int]) -> list[Group]:
    """Return each stroke of a picture (height, width) that is large enough to mean something.

    Raises DigitLabError for a texture.
    """
    least = _least(shape)
    large = [s for s in strokes if s.box.extent >= least]
    if len(large) > MOST_DIGITS:  # a sheet full of specks, with digits among them
        large = [s for s in large if s.box.extent >= 2 * least]
    check_digits([s.box.width * s.box.height for s in large], shape[0] * shape[1])
    return [(stroke,) for stroke in large]


def box_of(group: Group) -> Box:
    """Return the box around strokes."""
    return union([s.box for s in group])


def _least(shape: tuple[int, int]) -> float:
    return max(SMALLEST_SIDE, SMALLEST_SHARE * max(shape))
