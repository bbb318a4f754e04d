"""A picture of any kind -> its digits as MNIST made them, with every step kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.grouping import Group, box_of, one_digit, several_digits
from core.vision.ink import WORKING_SIDE, FoundBy, Ink, find_ink, whole_of
from core.vision.normalize import centre, fit_box, ink_extent
from core.vision.strokes import Box, connected, marked, union


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

    `rgba`: (h, w, 4) uint8 as given; `ink`: float32, 0..1, of all of it, at most 1024 pixels long;
    `found_by`: what told the ink; `region`: the part that was looked at, in the picture's pixels;
    `digits`: what may be digits or parts of them, none for a blank picture; `tilt`: by how many
    degrees clockwise it is to be turned for its sheet to lie straight.
    """

    rgba: NDArray[np.uint8]
    ink: NDArray[np.float32]
    found_by: FoundBy
    region: Box
    digits: tuple[DigitImage, ...]
    tilt: int = 0

    @property
    def whole(self) -> Box:
        """All of it."""
        return whole_of(self.rgba)


def read_picture(rgba: NDArray[np.uint8], single: bool = False) -> Picture:
    """Find what is written in a picture (h, w, 4) uint8; `single` says all ink is one digit.

    Otherwise each stroke stands for itself: which of them make a digit, only a classifier can
    tell. Raises DigitLabError for a texture: a picture of more strokes than anybody writes.
    """
    return picture_of(rgba, find_ink(rgba), single)


def picture_of(rgba: NDArray[np.uint8], ink: Ink, single: bool = False) -> Picture:
    """Return a picture and the strokes of its ink, as `read_picture` does."""
    labels, strokes = connected(marked(ink.coverage))
    groups = (one_digit if single else several_digits)(strokes, ink.coverage.shape)
    digits = tuple(_digit(ink, labels, group) for group in groups)
    whole = _of_whole(ink, rgba)
    return Picture(rgba, whole, ink.found_by, ink.region, digits, ink.tilt)


def digit_image(ink: NDArray[np.float32], box: Box, row: int) -> DigitImage:
    """Return ink (h, w), 0..1, at a box and in a row of the picture as a digit, step by step."""
    square20 = fit_box(ink)
    return DigitImage(box, row, ink, square20, centre(square20))


def merged(digits: Sequence[DigitImage]) -> DigitImage:
    """Return the single digit that strokes of one picture may be together.

    It is in the row of the tallest: a loose stroke above or below is no row.
    """
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


def _of_whole(ink: Ink, rgba: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the ink of the whole picture, at most 1024 pixels long."""
    height, width = rgba.shape[:2]
    scale = min(1.0, WORKING_SIDE / max(height, width))
    whole = np.zeros((max(1, round(height * scale)), max(1, round(width * scale))), np.float32)
    region = ink.region
    y, x = round(region.y * scale), round(region.x * scale)
    place = whole[y : y + max(1, round(region.height * scale)), x:][
        :, : max(1, round(region.width * scale))
    ]
    place[:] = cv2.resize(ink.coverage, place.shape[::-1], interpolation=cv2.INTER_AREA)
    return whole


def _digit(ink: Ink, labels: NDArray[np.int32], group: Group) -> DigitImage:
    alone = _crop(ink.coverage, labels, group)
    return digit_image(alone, _in_picture(box_of(group), ink), row=0)


def _crop(ink: NDArray[np.float32], labels: NDArray[np.int32], group: Group) -> NDArray[np.float32]:
    """Return the ink of one digit alone, within its box."""
    box = box_of(group)
    place = slice(box.y, box.bottom), slice(box.x, box.right)
    of_digit = np.isin(labels[place], [s.label for s in group])
    return np.where(of_digit, ink[place], np.float32(0))


def _in_picture(box: Box, ink: Ink) -> Box:
    """Return a box of the ink's pixels in the picture's own."""
    across = ink.region.width / ink.coverage.shape[1]
    down = ink.region.height / ink.coverage.shape[0]
    x, right = round(box.x * across), round(box.right * across)
    y, bottom = round(box.y * down), round(box.bottom * down)
    return Box(ink.region.x + x, ink.region.y + y, max(1, right - x), max(1, bottom - y))
