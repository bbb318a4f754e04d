"""A picture of any kind -> its digits as MNIST made them, with every stage kept."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.grouping import Group, box_of, one_digit, several_digits
from core.vision.ink import ink_of
from core.vision.normalize import centre, fit_box, ink_extent
from core.vision.strokes import Box, connected, marked, union

WORKING_SIDE = 1024
"""Long side in pixels to which a larger picture is reduced before anything is looked for."""


@dataclass(frozen=True)
class DigitImage:
    """One digit: where it is in the picture's own pixels, and its stages up to MNIST's format.

    `ink`: (h, w) float32, 0..1, the digit alone at working size; `square20`: (20, 20) uint8,
    fitted; `image`: (28, 28) uint8, centred by its mass, ink 255.
    """

    box: Box
    ink: NDArray[np.float32]
    square20: NDArray[np.uint8]
    image: NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """A picture and what was found in it.

    `rgba`: (h, w, 4) uint8 as given; `ink`: 0..1 float32 and `mask`: bool, both at working size,
    that is at most 1024 pixels long; `digits`: in reading order, none for a blank picture.
    """

    rgba: NDArray[np.uint8]
    ink: NDArray[np.float32]
    mask: NDArray[np.bool_]
    digits: tuple[DigitImage, ...]


def read_picture(rgba: NDArray[np.uint8], single: bool = False) -> Picture:
    """Find the digits of a picture (h, w, 4) uint8; `single` says all ink is one digit."""
    ink = ink_of(_reduced(rgba))
    labels, strokes = connected(marked(ink))
    group = one_digit if single else several_digits
    groups = group(strokes, ink.shape)
    scale = rgba.shape[1] / ink.shape[1], rgba.shape[0] / ink.shape[0]
    digits = tuple(_digit(ink, labels, g, scale) for g in groups)
    return Picture(rgba, ink, labels > 0, digits)


def digit_image(ink: NDArray[np.float32], box: Box) -> DigitImage:
    """Return ink (h, w), 0..1, at a box of the picture as a digit with all its stages."""
    square20 = fit_box(ink)
    return DigitImage(box, ink, square20, centre(square20))


def joined(first: DigitImage, second: DigitImage) -> DigitImage:
    """Return two digits of one picture as the single digit that they may be strokes of."""
    digits = first, second
    box = union([digit.box for digit in digits])
    # Ink is at working size, boxes are in the picture's own pixels.
    down = sum(d.ink.shape[0] for d in digits) / sum(d.box.height for d in digits)
    across = sum(d.ink.shape[1] for d in digits) / sum(d.box.width for d in digits)
    ink = np.zeros((ceil(box.height * down) + 1, ceil(box.width * across) + 1), np.float32)
    for digit in digits:
        y, x = round((digit.box.y - box.y) * down), round((digit.box.x - box.x) * across)
        place = ink[y : y + digit.ink.shape[0], x : x + digit.ink.shape[1]]
        np.maximum(place, digit.ink[: place.shape[0], : place.shape[1]], out=place)
    return digit_image(ink[ink_extent(ink)], box)


def _reduced(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgba.shape[:2]
    factor = WORKING_SIDE / max(height, width)
    if factor >= 1:
        return rgba
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(cv2.resize(rgba, size, interpolation=cv2.INTER_AREA), np.uint8)


def _digit(
    ink: NDArray[np.float32],
    labels: NDArray[np.int32],
    group: Group,
    scale: tuple[float, float],
) -> DigitImage:
    box = box_of(group)
    rows, columns = slice(box.y, box.bottom), slice(box.x, box.right)
    of_digit = np.isin(labels[rows, columns], [s.label for s in group])
    crop = np.where(of_digit, ink[rows, columns], np.float32(0))
    return digit_image(crop, _scaled(box, scale))


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    """Return a box of the working size in the picture's own pixels."""
    x, right = round(box.x * scale[0]), round(box.right * scale[0])
    y, bottom = round(box.y * scale[1]), round(box.bottom * scale[1])
    return Box(x, y, max(1, right - x), max(1, bottom - y))
