"""What is printed or ruled on paper: lines, squares, tables, frames, as coverage (side, side)."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.synthetic.pen import SUBPIXELS, Rng, fixed_point

Coverage = NDArray[np.float32]
Rules = NDArray[np.float64]
"""Where lines go across that people write on, in pixels from the top; none on other sheets."""

NO_RULES: Rules = np.empty(0)


def printed(side: int, rng: Rng) -> tuple[Coverage, Rules]:
    """Return lines such as sheets, forms and tables have, and the rules; often there are none."""
    image = np.zeros((side, side), np.uint8)
    kind = _KINDS[int(rng.choice(len(_KINDS), p=_SHARES))]
    rules = kind(image, _thickness(rng), rng)
    return np.asarray(image / np.float32(255), np.float32), rules


def _plain(_image: NDArray[np.uint8], _thickness: int, _rng: Rng) -> Rules:
    """Nothing is printed."""
    return NO_RULES


def _ruled(image: NDArray[np.uint8], thickness: int, rng: Rng) -> Rules:
    pitch = np.exp(rng.uniform(np.log(14), np.log(130)))
    rules = _grid(len(image), pitch, rng)
    for y in rules:
        _through(image, np.array([y, y]), True, thickness)
    if rng.random() < 0.35:
        _margin(image, thickness, rng)
    return rules


def _squared(image: NDArray[np.uint8], thickness: int, rng: Rng) -> Rules:
    pitch = np.exp(rng.uniform(np.log(10), np.log(130)))
    rules = _grid(len(image), pitch, rng)
    for place in rules:
        _through(image, np.array([place, place]), True, thickness)
    for place in _grid(len(image), pitch, rng):
        _through(image, np.array([place, place]), False, thickness)
    return rules


def _table(image: NDArray[np.uint8], thickness: int, rng: Rng) -> Rules:
    """Rows and columns of unlike sizes, drawn a little askew."""
    for across in (False, True):
        place = rng.uniform(-40, 40)
        pitch = rng.uniform(25, 140)
        while place < len(image):
            ends = place + rng.normal(0, 1.5, 2)
            _through(image, ends, across, thickness)
            place += pitch * rng.uniform(0.7, 1.3)
    return NO_RULES


def _margin(image: NDArray[np.uint8], thickness: int, rng: Rng) -> Rules:
    """One or two long lines on one side."""
    place, slope = rng.uniform(0, len(image)), rng.normal(0, 3)
    upright = rng.random() < 0.7
    for offset in (0, rng.uniform(3, 10))[: rng.integers(1, 3)]:
        ends = place + offset + np.array([0, slope])
        _through(image, ends, not upright, thickness)
    return NO_RULES


def _frame(image: NDArray[np.uint8], thickness: int, rng: Rng) -> Rules:
    """A box around much of the picture, or what is left of one at its border."""
    low, high = rng.uniform(-10, 60, 2), len(image) - rng.uniform(-10, 60, 2)
    corners = np.array([low, [high[0], low[1]], high, [low[0], high[1]]])
    corners += rng.normal(0, 2, corners.shape)
    cv2.polylines(image, [fixed_point(corners)], True, 255, thickness, cv2.LINE_AA, SUBPIXELS)
    return NO_RULES


def _dotted(image: NDArray[np.uint8], thickness: int, rng: Rng) -> Rules:
    pitch = np.exp(rng.uniform(np.log(12), np.log(60)))
    columns = _grid(len(image), pitch, rng)
    for y in _grid(len(image), pitch, rng):
        for x in columns:
            cv2.circle(image, (round(x), round(y)), min(thickness, 3), 255, -1, cv2.LINE_AA)
    return NO_RULES


_KINDS: tuple[Callable[[NDArray[np.uint8], int, Rng], Rules], ...] = (
    _plain,
    _ruled,
    _squared,
    _table,
    _margin,
    _frame,
    _dotted,
)
_SHARES = (0.38, 0.16, 0.14, 0.14, 0.08, 0.07, 0.03)


def _thickness(rng: Rng) -> int:
    return int(rng.choice((1, 1, 2, 2, 3, 4, 6), p=(0.2, 0.2, 0.2, 0.15, 0.15, 0.07, 0.03)))


def _grid(side: int, pitch: float, rng: Rng) -> NDArray[np.float64]:
    return np.arange(rng.uniform(-pitch, 0), side, pitch)


def _through(
    image: NDArray[np.uint8], ends: NDArray[np.float64], across: bool, thickness: int
) -> None:
    """Draw a line from side to side: `across` from left to right, or else from top to bottom."""
    a, b = np.array([0, ends[0]]), np.array([len(image), ends[1]])
    fixed = fixed_point(np.array([a, b] if across else [a[::-1], b[::-1]]))
    cv2.polylines(image, [fixed], False, 255, thickness, cv2.LINE_AA, SUBPIXELS)
