"""A picture of any kind -> its digits as MNIST made them, with every step kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.grouping import Group, Row, box_of, one_digit, several_digits
from core.vision.ink import ink_of
from core.vision.normalize import centre, fit_box, ink_extent
from core.vision.strokes import Box, connected, marked, union

WORKING_SIDE = 1024
"""Long side in pixels to which a larger picture is reduced before anything is looked for."""


@dataclass(frozen=True)
class DigitImage:
    """One digit: where it is in the picture, and the steps of its way to MNIST's format.

    `box`: in the picture's own pixels; `row`: the number of the row that it is written in, from
    the top; `ink`: (h, w) float32, 0..1, the digit alone at working size; `square20`: (20, 20)
    uint8, fitted; `image`: (28, 28) uint8, centred by its mass, ink 255.
    """

    box: Box
    row: int
    ink: NDArray[np.float32]
    square20: NDArray[np.uint8]
    image: NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """A picture and what was found in it.

    `rgba`: (h, w, 4) uint8 as given; `ink`: float32, 0..1, at working size, that is at most 1024
    pixels long; `digits`: in reading order, none for a blank picture.
    """

    rgba: NDArray[np.uint8]
    ink: NDArray[np.float32]
    digits: tuple[DigitImage, ...]


def read_picture(rgba: NDArray[np.uint8], single: bool = False) -> Picture:
    """Find the digits of a picture (h, w, 4) uint8; `single` says all ink is one digit.

    Raises DigitLabError for a texture: a picture of more strokes than anybody writes.
    """
    ink = ink_of(_reduced(rgba))
    labels, strokes = connected(marked(ink))
    find = one_digit if single else several_digits
    rows = find(strokes, ink.shape)
    scale = rgba.shape[1] / ink.shape[1], rgba.shape[0] / ink.shape[0]
    return Picture(rgba, ink, tuple(_digits(ink, labels, rows, scale)))


def digit_image(ink: NDArray[np.float32], box: Box, row: int) -> DigitImage:
    """Return ink (h, w), 0..1, at a box and in a row of the picture as a digit, step by step."""
    square20 = fit_box(ink)
    return DigitImage(box, row, ink, square20, centre(square20))


def merged(first: DigitImage, second: DigitImage) -> DigitImage:
    """Return two digits of one picture as the single digit that they may be fragments of.

    It is in the row of the taller one: a loose stroke above or below is no row.
    """
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
    row = max(digits, key=lambda digit: digit.box.height).row
    return digit_image(ink[ink_extent(ink)], box, row)


def _reduced(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgba.shape[:2]
    factor = WORKING_SIDE / max(height, width)
    if factor >= 1:
        return rgba
    size = max(1, round(width * factor)), max(1, round(height * factor))
    return np.asarray(cv2.resize(rgba, size, interpolation=cv2.INTER_AREA), np.uint8)


def _digits(
    ink: NDArray[np.float32],
    labels: NDArray[np.int32],
    rows: list[Row],
    scale: tuple[float, float],
) -> Iterator[DigitImage]:
    for row, groups in enumerate(rows):
        for group in groups:
            yield digit_image(_crop(ink, labels, group), _scaled(box_of(group), scale), row)


def _crop(ink: NDArray[np.float32], labels: NDArray[np.int32], group: Group) -> NDArray[np.float32]:
    """Return the ink of one digit alone, within its box."""
    box = box_of(group)
    place = slice(box.y, box.bottom), slice(box.x, box.right)
    of_digit = np.isin(labels[place], [s.label for s in group])
    return np.where(of_digit, ink[place], np.float32(0))


def _scaled(box: Box, scale: tuple[float, float]) -> Box:
    """Return a box of the working size in the picture's own pixels."""
    x, right = round(box.x * scale[0]), round(box.right * scale[0])
    y, bottom = round(box.y * scale[1]), round(box.bottom * scale[1])
    return Box(x, y, max(1, right - x), max(1, bottom - y))
