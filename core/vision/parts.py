"""A digit that may be several: the parts it can be cut into, each looked at as a digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.normalize import IMAGE_SIDE, ink_extent, normalize
from core.vision.picture import DigitImage, digit_image
from core.vision.scaling import shrink
from core.vision.splitting import pieces
from core.vision.strokes import Box, union

Span = tuple[int, int]
"""Neighbouring pieces: the first one's number and the number after the last one's."""

SIDE = 64
"""Height in pixels at which cuts are looked for: a usual pen is 5 to 10 of them wide."""
FURTHER_DIGIT = 0.7
"""Width, relative to the height, that each digit after the first needs at least."""
MOST_DIGITS = 8
"""Ink that is wide enough for more is no number but a line or a scribble, and stays whole."""
SHORTEST = 0.6
"""Height of a part relative to the whole's at least."""
WIDEST = 1.6
"""Width of a part relative to its own height at most."""
NARROW = 0.35
"""Width of a piece that two digits may share, relative to the whole's height, at most: where two
zeros meet, one line is a side of both."""


@dataclass(frozen=True)
class Parts:
    """The ink of one digit cut into `count` pieces, and which of them might be a digit together.

    `numbers`: (h, w) uint8, the piece of each pixel, from the left, at a reduced size. `spans`:
    neighbouring pieces of a digit's proportions, never all there are; `images`: (n, 28, 28) uint8,
    what each of them would be in MNIST. `shared`: the pieces that may be of two digits.
    """

    whole: DigitImage
    count: int
    numbers: NDArray[np.uint8]
    spans: tuple[Span, ...]
    images: NDArray[np.uint8]
    shared: frozenset[int]

    def digit(self, span: Span) -> DigitImage:
        """Return the pieces of a span as a digit of the picture, in the row of the whole."""
        height, width = self.whole.ink.shape
        numbers = cv2.resize(self.numbers, (width, height), interpolation=cv2.INTER_NEAREST)
        ink = _alone(self.whole.ink, numbers, span)
        rows, columns = ink_extent(ink)
        box = _in_picture(self.whole, rows, columns)
        return digit_image(ink[rows, columns], box, self.whole.row)


def parts_of(whole: DigitImage) -> Parts:
    """Cut a digit's ink wherever digits may touch; there are no spans if it can be but one."""
    ink = _reduced(whole.ink)
    height, width = ink.shape
    most = 1 + int(width / height / FURTHER_DIGIT)
    possible = 2 <= most <= MOST_DIGITS
    numbers = pieces(ink) if possible else np.zeros(ink.shape, np.uint8)
    boxes = [_box(np.where(numbers == n, ink, 0)) for n in range(int(numbers.max()) + 1)]
    spans = tuple(_spans(boxes, height, inner=most > 2)) if len(boxes) > 1 else ()
    shared = frozenset(n for n, box in enumerate(boxes) if box.width <= NARROW * height)
    images = np.empty((len(spans), IMAGE_SIDE, IMAGE_SIDE), np.uint8)
    for image, span in zip(images, spans, strict=True):
        image[:] = normalize(_alone(ink, numbers, span))
    return Parts(whole, len(boxes), numbers, spans, images, shared)


def _reduced(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return ink (h, w) at most SIDE pixels high, its proportions kept."""
    height, width = ink.shape
    return shrink(ink, SIDE * max(height, width) / height)


def _spans(boxes: list[Box], height: int, *, inner: bool) -> Iterator[Span]:
    """Yield the spans of a digit's proportions; without `inner`, only those at either end.

    `boxes` are the pieces', `height` the whole's.
    """
    count = len(boxes)
    for first, after in combinations(range(count + 1), 2):
        if (first, after) == (0, count) or not (inner or first == 0 or after == count):
            continue
        box = union(boxes[first:after])
        if box.height >= SHORTEST * height and box.width <= WIDEST * box.height:
            yield first, after


def _alone(ink: NDArray[np.float32], numbers: NDArray[np.uint8], span: Span) -> NDArray[np.float32]:
    return np.where((numbers >= span[0]) & (numbers < span[1]), ink, np.float32(0))


def _box(ink: NDArray[np.float32]) -> Box:
    rows, columns = ink_extent(ink)
    return Box(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)


def _in_picture(whole: DigitImage, rows: slice, columns: slice) -> Box:
    """Return the box of some of a digit's ink in the picture's own pixels."""
    across = whole.box.width / whole.ink.shape[1]
    down = whole.box.height / whole.ink.shape[0]
    x, right = round(columns.start * across), round(columns.stop * across)
    y, bottom = round(rows.start * down), round(rows.stop * down)
    return Box(whole.box.x + x, whole.box.y + y, max(1, right - x), max(1, bottom - y))
