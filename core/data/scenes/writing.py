"""What is written: how much of each pixel ink covers, (side, side) float32, 0..1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.dataset import UInt8Array
from core.data.scenes.printed import NO_RULES, Rules
from core.data.synthetic.pen import SUBPIXELS, Points, Rng, Shape, curve, fixed_point, parse
from core.data.synthetic.signs import SIGNS
from core.data.synthetic.styles import STYLES

Coverage = NDArray[np.float32]

_SHARPNESS = 6.0  # how steep the edges of an enlarged digit become
_VISIBLE = 0.8  # of a side, what is still in view when the camera is moved closer
_PLAIN_ONES = 60  # among some 400 shapes
_ON_RULES_SHARE = 0.6  # of writing on ruled and squared sheets
_REAL_SHARE = 0.5  # of what is written, the part that is MNIST's digits


@dataclass(frozen=True)
class Hand:
    """How one writer writes: glyphs of `height` pixels with a pen of `pen` pixels."""

    height: float
    pen: float
    slant: float
    tremble: float


@dataclass(frozen=True)
class Line:
    """Where a row is written: glyphs from `y` at the left down by `slope`, and how close they are.

    `advance`: of neighbours, relative to their height; `density`: the share of them that are there.
    """

    y: float
    slope: float
    advance: float
    density: float


def writing(
    side: int, digits: UInt8Array, rng: Rng, single: bool = False, rules: Rules = NO_RULES
) -> Coverage:
    """Return random writing; `digits` (n, 28, 28) are real ones to write with.

    `single`: one large digit or sign, and nothing else. `rules`: lines that it often stands on.
    """
    coverage = np.zeros((side, side), np.float32)
    if len(rules) > 1 and not single and rng.random() < _ON_RULES_SHARE:
        _on_rules(coverage, digits, rules, rng)
        return coverage
    layout = _one if single else _LAYOUTS[int(rng.choice(len(_LAYOUTS), p=_SHARES))]
    layout(coverage, digits, rng)
    return coverage


def _nothing(coverage: Coverage, digits: UInt8Array, rng: Rng) -> None:
    """An empty sheet."""


def _one(coverage: Coverage, digits: UInt8Array, rng: Rng) -> None:
    """One glyph, from a third of what is in view to a little more than all of it."""
    side = len(coverage)
    hand = _hand(side * rng.uniform(0.25, 0.85), rng)
    room = side * _VISIBLE - hand.height
    x, y = side * (1 - _VISIBLE) / 2 + rng.uniform(min(0, room), max(0, room), 2)
    _write(coverage, x + hand.height * 0.15, y, hand, digits, rng)


def _rows(coverage: Coverage, digits: UInt8Array, rng: Rng) -> None:
    """Rows of glyphs, close or wide, straight or sloping."""
    side = len(coverage)
    hand = _hand(np.exp(rng.uniform(np.log(13), np.log(side * 0.4))), rng)
    pitch, advance = hand.height * rng.uniform(1.1, 3), rng.uniform(0.7, 1.6)
    slope, density = rng.normal(0, 0.03), rng.choice((1.0, 1.0, 0.8, 0.5))
    y = rng.uniform(-0.5 * hand.height, min(pitch, side * 0.6))
    while y < side:
        _row(coverage, Line(y, slope, advance, density), hand, digits, rng)
        y += pitch


def _on_rules(coverage: Coverage, digits: UInt8Array, rules: Rules, rng: Rng) -> None:
    """Rows that stand on lines, or nearly so, as high as there is room between them."""
    pitch = float(rules[1] - rules[0])
    hand = _hand(pitch * rng.uniform(0.4, 1.05), rng)
    advance, density = rng.uniform(0.7, 2.5), rng.choice((1.0, 0.8, 0.5))
    above = hand.height * rng.uniform(0.85, 1.15)
    for y in rules:
        if rng.random() < 0.8:
            _row(coverage, Line(y - above, 0.0, advance, density), hand, digits, rng)


def _row(coverage: Coverage, line: Line, hand: Hand, digits: UInt8Array, rng: Rng) -> None:
    """Glyphs from the left to somewhere on the right."""
    side = len(coverage)
    x = rng.uniform(-hand.height, side * 0.4)
    end = side * rng.choice((1.1, rng.uniform(0.4, 1.1)))
    while x < end:
        if rng.random() < line.density:
            high = line.y + line.slope * x + rng.normal(0, 0.05) * hand.height
            _write(coverage, x, high, hand, digits, rng)
        x += hand.height * line.advance * rng.uniform(0.75, 1.2)


def _scattered(coverage: Coverage, digits: UInt8Array, rng: Rng) -> None:
    """A few glyphs anywhere, of about one size."""
    side = len(coverage)
    hand = _hand(np.exp(rng.uniform(np.log(13), np.log(side * 0.5))), rng)
    for _ in range(rng.integers(1, 7)):
        x, y = rng.uniform(-0.3 * hand.height, side - 0.5 * hand.height, 2)
        _write(coverage, x, y, hand, digits, rng)


_LAYOUTS: tuple[Callable[[Coverage, UInt8Array, Rng], None], ...] = (
    _nothing,
    _one,
    _rows,
    _scattered,
)
_SHARES = (0.06, 0.22, 0.5, 0.22)


def _hand(height: float, rng: Rng) -> Hand:
    pen = max(1.0, height * np.exp(rng.uniform(np.log(0.018), np.log(0.28))))
    return Hand(height, pen, rng.normal(0, 0.15), rng.uniform(0.1, 0.5))


def _write(
    coverage: Coverage, x: float, y: float, hand: Hand, digits: UInt8Array, rng: Rng
) -> None:
    """Add one glyph with its left upper corner near x, y."""
    if len(digits) and rng.random() < _REAL_SHARE:
        _stamp(coverage, x, y, hand, digits[rng.integers(len(digits))], rng)
    else:
        shape = _shapes()[int(rng.integers(len(_shapes())))]
        _draw(coverage, x, y, hand, shape, rng)


def _stamp(coverage: Coverage, x: float, y: float, hand: Hand, digit: UInt8Array, rng: Rng) -> None:
    """Add a digit (28, 28), enlarged with sharp edges and leaning."""
    scale = hand.height / 20 * rng.uniform(0.85, 1.1)
    size = max(6, round(28 * scale))
    left, top = round(x - 4 * scale), round(y - 4 * scale)
    seen_x, seen_y = _seen(left, size, len(coverage)), _seen(top, size, len(coverage))
    if seen_x is None or seen_y is None:
        return
    large = cv2.resize(digit, (size, size), interpolation=cv2.INTER_CUBIC).astype(np.float32) / 255
    if scale > 1:
        # Bolder or thinner by where the edge is taken to be.
        edge = rng.uniform(0.3, 0.6)
        large = np.clip(0.5 + (large - edge) * np.float32(_SHARPNESS * scale / 4), 0, 1)
    large = np.where(large < 0.02, 0, large).astype(np.float32)
    lean = np.array([[1, -hand.slant / 2, hand.slant / 4 * size], [0, 1, 0]], np.float32)
    large = cv2.warpAffine(large, lean, (size, size))
    place = coverage[seen_y.start : seen_y.stop, seen_x.start : seen_x.stop]
    part = large[seen_y.start - top : seen_y.stop - top, seen_x.start - left : seen_x.stop - left]
    np.maximum(place, part, out=place)


def _seen(start: int, size: int, side: int) -> range | None:
    first, last = max(start, 0), min(start + size, side)
    return range(first, last) if first < last else None


def _draw(coverage: Coverage, x: float, y: float, hand: Hand, shape: Shape, rng: Rng) -> None:
    """Add a shape drawn with the pen."""
    unit = hand.height / 14
    image = np.zeros(coverage.shape, np.uint8)
    widen = rng.uniform(0.75, 1.15)
    for stroke in shape:
        points = stroke.points + rng.normal(0, hand.tremble, stroke.points.shape)
        line: Points = curve(points) if stroke.smooth and len(points) > 2 else points
        across = line[:, 0] * widen - hand.slant * (line[:, 1] - 7)
        pixels = np.stack([x + unit * across, y + unit * line[:, 1]], axis=1)
        fixed = fixed_point(np.clip(pixels, -4000, 4000))
        width = max(1, round(hand.pen * rng.uniform(0.9, 1.1)))
        cv2.polylines(image, [fixed], False, 255, width, cv2.LINE_AA, SUBPIXELS)
    np.maximum(coverage, image.astype(np.float32) / 255, out=coverage)


@cache
def _shapes() -> tuple[Shape, ...]:
    """Return all shapes, digits more often than signs, and a plain 1 most: it is ink, too."""
    digits = [parse(text) for texts in STYLES.values() for text in texts]
    ones = [parse(STYLES[1][0])] * _PLAIN_ONES
    return tuple(digits * 2 + ones + [parse(text) for text in SIGNS])
