"""A pen: strokes given as text or points, drawn as a trembling hand would, at MNIST's size.

A shape is a line of text: its strokes, separated by ";", each a "line" with corners or a smooth
"curve" through points "x,y" of a field 10 wide and 14 tall, y downwards.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.dataset import IMAGE_SIZE, UInt8Array

_SIZE = 20  # pixels of the longer side, as MNIST's digits
_FINE = 4  # strokes are drawn at this many times the size
SUBPIXELS = 4  # bits of a coordinate's fraction in OpenCV's drawing
_WIDTHS = (0.75, 1.25)  # by which a shape is widened
PENS = (1.0, 3.0)  # pixels, the usual ones
_TREMBLES = (0.17, 0.7)  # standard deviation of each point, in the field of 10 by 14
_STEPS = 8  # straight pieces of a curve between two of its points

Points = NDArray[np.float64]  # (n, 2), x and y
Rng = np.random.Generator


@dataclass(frozen=True)
class Stroke:
    """One movement of the pen, with corners or `smooth` through its points."""

    points: Points
    smooth: bool


Shape = tuple[Stroke, ...]


def parse(text: str) -> Shape:
    """Return the shape that a line of text describes."""
    return tuple(_stroke(part) for part in text.split("; "))


def written(shape: Shape, rng: Rng, pens: tuple[float, float] = PENS) -> UInt8Array:
    """Return a shape as a random hand, with a pen of `pens` pixels, draws it: (28, 28) uint8."""
    tremble = rng.uniform(*_TREMBLES)
    width, pen = rng.uniform(*_WIDTHS), rng.uniform(*pens)
    lines = [
        _line(stroke, stroke.points + rng.normal(0, tremble, stroke.points.shape))
        for stroke in shape
    ]
    return draw(_fitted(lines, width), pen)


def draw(lines: list[Points], pen: float) -> UInt8Array:
    """Return lines through points in pixels, drawn with a pen of so many pixels: (28, 28) uint8."""
    canvas = np.zeros((IMAGE_SIZE * _FINE, IMAGE_SIZE * _FINE), np.uint8)
    for line in lines:
        points = fixed_point((line + 0.5) * _FINE)
        width = max(2, round(pen * _FINE))
        cv2.polylines(canvas, [points], False, 255, width, cv2.LINE_AA, SUBPIXELS)
    size = (IMAGE_SIZE, IMAGE_SIZE)
    return np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), np.uint8)


def fixed_point(points: Points) -> NDArray[np.int32]:
    """Return points in pixels as OpenCV draws them with `SUBPIXELS`."""
    return np.asarray(np.rint(points * 2**SUBPIXELS), np.int32)


def curve(points: Points) -> Points:
    """Return a smooth line through points.

    The spline of Catmull and Rom 1974, "A Class of Local Interpolating Splines".
    """
    first, last = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    p = np.vstack([first, points, last])
    t = np.linspace(0, 1, _STEPS, endpoint=False)[:, np.newaxis]
    pieces = [
        (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        / 2
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.vstack([*pieces, points[-1:]])


def _stroke(text: str) -> Stroke:
    kind, *pairs = text.split()
    points = np.array([[float(number) for number in pair.split(",")] for pair in pairs])
    return Stroke(points, kind == "curve")


def _line(stroke: Stroke, points: Points) -> Points:
    return curve(points) if stroke.smooth and len(points) > 2 else points


def _fitted(lines: list[Points], width: float) -> list[Points]:
    """Return lines widened, then scaled to a digit's size in the middle of an image."""
    points = np.vstack(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    widen = np.array([width, 1.0])
    scale = _SIZE / max((high - low) * widen) * widen
    return [(line - (low + high) / 2) * scale + (IMAGE_SIZE - 1) / 2 for line in lines]
