"""Ink -> connected strokes: which pixels are marked and which of them hang together."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.texture import check_strokes

WEAK = 0.12
STRONG = 0.5
"""Ink is a stroke from WEAK on where it touches ink above STRONG (Canny's hysteresis, 1986)."""


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; (x, y) is its left upper pixel."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    @property
    def extent(self) -> int:
        """The longer side."""
        return max(self.width, self.height)


@dataclass(frozen=True)
class Stroke:
    """Connected marked pixels: their label in the label image, their box and their number."""

    label: int
    box: Box
    area: int


def marked(ink: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which pixels of ink (h, w), 0..1, belong to strokes."""
    weak = ink >= WEAK
    _, labels = cv2.connectedComponents(weak.astype(np.uint8), connectivity=8)
    holds_strong = np.zeros(int(labels.max()) + 1, bool)
    holds_strong[labels[ink >= STRONG]] = True
    holds_strong[0] = False
    return np.asarray(holds_strong[labels], np.bool_)


def connected(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], list[Stroke]]:
    """Return the label of each pixel, (h, w), 0 for none, and the strokes, 8-connected.

    Raises DigitLabError for more than anybody writes.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8
    )
    check_strokes(count - 1)
    strokes = [
        Stroke(label, Box(x, y, width, height), area)
        for label, (x, y, width, height, area) in enumerate(stats[1:].tolist(), start=1)
    ]
    return np.asarray(labels, np.int32), strokes


def union(boxes: list[Box]) -> Box:
    """Return the smallest box around all of them."""
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    right, bottom = max(b.right for b in boxes), max(b.bottom for b in boxes)
    return Box(x, y, right - x, bottom - y)


def gap(a: Box, b: Box) -> int:
    """Return the distance of two boxes in pixels, across and down together; 0 if they touch."""
    across = max(a.x, b.x) - min(a.right, b.right)
    down = max(a.y, b.y) - min(a.bottom, b.bottom)
    return max(across, 0) + max(down, 0)
