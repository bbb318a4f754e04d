"""The way of a digit's ink to the model's 28x28 pixels, step by step, any of which can be left out.

"99 % on MNIST and wrong on my own digit" is nearly always one of these steps left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from core.vision.normalize import (
    BOX_SIDE,
    IMAGE_SIDE,
    SMALLEST_SQUARE,
    centre,
    crop_to_ink,
    pad_to_square,
    resample_area,
    resample_stretched,
    stretch,
)

Image = NDArray[np.uint8]
Ink = NDArray[np.float64]


class Step(StrEnum):
    """A step from a picture to the model's input."""

    INVERSION = "inversion"
    CROP = "crop"
    ASPECT = "aspect"
    RESAMPLING = "resampling"
    MARGIN = "margin"
    BRIGHTNESS = "brightness"
    CENTRING = "centring"


NOTHING_LEFT_OUT: frozenset[Step] = frozenset()


@dataclass(frozen=True, eq=False)
class Source:
    """What a digit is prepared from.

    `digit` (h, w): its own ink, 0..1; `whole` (height, width) uint8: that of all of the picture.
    """

    digit: NDArray[np.float32]
    whole: Image


def prepared(source: Source, left_out: frozenset[Step] = NOTHING_LEFT_OUT) -> Image:
    """Return a digit as the model gets it, (28, 28) uint8, with some of the steps left out.

    With nothing left out it is what `core.vision.normalize` makes of the digit's ink. Without
    `CROP` the whole picture is taken, with whatever else is written on it. A digit of which
    nothing remains is blank. Raises DigitLabError when there is no ink to begin with.
    """
    ink = source.whole / 255 if Step.CROP in left_out else crop_to_ink(source.digit)
    small = _shrunk(ink, left_out)
    bright = small.any() and Step.BRIGHTNESS not in left_out
    box = stretch(small) if bright else _as_pixels(small)
    # To centre by mass is to move: a blank box has no mass.
    moved = Step.CENTRING not in left_out and box.any()
    image = centre(box) if moved else _in_the_middle(box)
    return 255 - image if Step.INVERSION in left_out else image


def each_left_out(source: Source) -> tuple[tuple[Step, Image], ...]:
    """Return each step and the digit that comes out without this one alone: an ablation."""
    return tuple((step, prepared(source, frozenset({step}))) for step in Step)


def simply_shrunk(image: Image) -> Image:
    """Return any picture, grey (h, w) or RGB (h, w, 3) uint8, as (28, 28) uint8, as it is.

    Its proportions are kept, and what is missing to a square is black.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim == 3 else image
    return _as_pixels(resample_area(grey / 255, IMAGE_SIDE))


def _shrunk(ink: Ink, left_out: frozenset[Step]) -> Ink:
    side = IMAGE_SIDE if Step.MARGIN in left_out else BOX_SIDE
    if Step.RESAMPLING in left_out:
        square = ink if Step.ASPECT in left_out else pad_to_square(ink)
        return _picked(square, side)
    if Step.ASPECT in left_out:
        return resample_stretched(ink, side)
    return resample_area(ink, side, SMALLEST_SQUARE)


def _picked(ink: Ink, side: int) -> Ink:
    """Return of each area the pixel in its middle alone: the nearest neighbour's way to shrink."""
    rows, columns = (((np.arange(side) + 0.5) * old / side).astype(int) for old in ink.shape)
    return ink[np.ix_(rows, columns)]


def _as_pixels(ink: Ink) -> Image:
    return np.asarray(np.rint(255 * np.clip(ink, 0, 1)), np.uint8)


def _in_the_middle(box: Image) -> Image:
    """Return a box (side, side) in the middle of (28, 28), wherever its ink lies in it."""
    image = np.zeros((IMAGE_SIDE, IMAGE_SIDE), np.uint8)
    start = (IMAGE_SIDE - len(box)) // 2
    image[start : start + len(box), start : start + len(box)] = box
    return image
