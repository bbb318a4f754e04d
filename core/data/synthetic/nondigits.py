"""Pictures that are no digits, to learn from what to refuse.

Doodles, letters, noise, and digits spoilt: turned, mirrored, crossed out, cut in half, or two in
one picture. In a training they teach the network what no digit looks like, after Hendrycks, Mazeika
and Dietterich 2019, "Deep Anomaly Detection with Outlier Exposure" (arXiv 1812.04606).
"""

from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.dataset import IMAGE_SIZE, UInt8Array
from core.data.synthetic.framing import cropped, placed
from core.data.synthetic.pen import Points, Rng, Shape, curve, draw, parse, written
from core.data.synthetic.signs import SIGNS

_LETTERS = "ACEFHKLMNPRTUVWXYacdefhkmnprtuvwxy&#%@*+=?()<>-"
_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
_FINE = 4
_MIDDLE = np.float64((IMAGE_SIZE - 1) / 2)
_RADIUS = 11.0
_NOT_WHEN_TURNED = (2, 3, 4, 5, 7, 8)  # a quarter turn makes these no digit
_NOT_WHEN_MIRRORED = (3, 4, 6, 7)
_COARSEST, _FINEST = 3, 28  # pixels a side of noise
_SHARES = (0.25, 0.29, 0.1, 0.1, 0.26)  # of doodles, signs, printed letters, noise, spoilt digits
_OVERLAPS = (-3, 5)  # pixels by which two digits in one picture overlap: -3 leaves a gap
_KEPT = (0.3, 0.5)  # share of a digit's width or height that a fragment has
# A part of these is no digit; the upper half of a 9, say, is a 0.
_NO_DIGIT_IN = {"left": (0, 2, 3, 5), "right": (0, 2, 6), "top": (0, 2, 4), "bottom": (0, 2, 3)}

_Thing = TypeVar("_Thing")


def nondigits(count: int, images: UInt8Array, labels: UInt8Array, rng: Rng) -> UInt8Array:
    """Return `count` pictures of no digit, (count, 28, 28) uint8, 255 = ink.

    Some are made from digits: `images` (n, 28, 28) with `labels` (n,), at least one.
    """

    def doodle() -> UInt8Array:
        return draw(_one_of(_DOODLES, rng)(rng), rng.uniform(1.2, 3.2))

    def sign() -> UInt8Array:
        return written(_one_of(_signs(), rng), rng)

    def spoilt() -> UInt8Array:
        return _one_of(_SPOILS, rng)(images, labels, rng)

    kinds = (doodle, sign, lambda: _printed_letter(rng), lambda: _noise(rng), spoilt)
    made = np.zeros((count, IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    for image, kind in zip(made, rng.choice(len(kinds), count, p=_SHARES), strict=True):
        image[:] = kinds[kind]()
    return made


def _printed_letter(rng: Rng) -> UInt8Array:
    canvas = np.zeros((IMAGE_SIZE * _FINE, IMAGE_SIZE * _FINE), np.uint8)
    font = int(rng.choice(_FONTS)) | int(rng.choice((0, cv2.FONT_ITALIC)))
    letter, pen = _one_of(_LETTERS, rng), int(rng.integers(4, 12))
    cv2.putText(canvas, letter, (26, 84), font, rng.uniform(2, 3), 255, pen, cv2.LINE_AA)
    size = (IMAGE_SIZE, IMAGE_SIZE)
    return np.asarray(cv2.resize(canvas, size, interpolation=cv2.INTER_AREA), np.uint8)


def _noise(rng: Rng) -> UInt8Array:
    """Return random pixels, coarse or fine, in greys or two tones, as of textures and sensors."""
    side = int(rng.integers(_COARSEST, _FINEST, endpoint=True))
    values = rng.random((side, side)) ** rng.uniform(0.5, 4)
    if rng.random() < 0.5:
        values = (values > np.quantile(values, rng.uniform(0.3, 0.95))).astype(float)
    smooth = int(rng.choice((cv2.INTER_CUBIC, cv2.INTER_NEAREST)))
    fine = cv2.resize(values, (IMAGE_SIZE - 6, IMAGE_SIZE - 6), interpolation=smooth)
    return np.pad(np.clip(fine * 255, 0, 255).astype(np.uint8), 3)


def _corners(rng: Rng) -> list[Points]:
    return [_anywhere(rng, int(rng.integers(5, 9)))]


def _scribble(rng: Rng) -> list[Points]:
    return [curve(_anywhere(rng, int(rng.integers(5, 12))))]


def _zigzag(rng: Rng) -> list[Points]:
    count = int(rng.integers(5, 10))
    along = np.linspace(4, 24, count)
    across = _MIDDLE + rng.uniform(3, 10) * (-1.0) ** np.arange(count)
    return [np.stack([along, across][:: int(rng.choice((1, -1)))], axis=1)]


def _star(rng: Rng) -> list[Points]:
    count = int(rng.integers(2, 5))
    angles = rng.uniform(0, np.pi) + np.pi * np.arange(count) / count + rng.normal(0, 0.1, count)
    return [_polar(np.array([angle, angle + np.pi]), rng.uniform(7, _RADIUS)) for angle in angles]


def _polygon(rng: Rng) -> list[Points]:
    count = int(rng.integers(3, 6))  # more would be round, as a 0
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + rng.normal(0, 0.15, count)
    points = _polar(angles + rng.uniform(0, np.pi), rng.uniform(6, _RADIUS, count))
    return [np.vstack([points, points[:1]])]


def _rectangle(rng: Rng) -> list[Points]:
    """Return a rectangle, as of cells and keys; some hands run over its corners."""
    width, height = rng.uniform(5, _RADIUS, 2)
    x, y = _MIDDLE + width * np.array([-1, 1]), _MIDDLE + height * np.array([-1, 1])
    over = rng.choice((0, 0, 2)) * rng.random(4)
    sides = [
        [(x[0] - over[0], y[0]), (x[1] + over[0], y[0])],
        [(x[1], y[0] - over[1]), (x[1], y[1] + over[1])],
        [(x[1] + over[2], y[1]), (x[0] - over[2], y[1])],
        [(x[0], y[1] + over[3]), (x[0], y[0] - over[3])],
    ]
    return [np.array(side) + rng.normal(0, 0.4, (2, 2)) for side in sides]


def _sun(rng: Rng) -> list[Points]:
    ring = _polar(np.linspace(0, 2 * np.pi, 30), rng.uniform(3, 6))
    angles = np.linspace(0, 2 * np.pi, int(rng.integers(6, 11)), endpoint=False)
    return [
        ring,
        *(_polar(np.array([a, a]), np.array([7.0, rng.uniform(9, _RADIUS)])) for a in angles),
    ]


def _spiral(rng: Rng) -> list[Points]:
    angles = np.linspace(0, rng.uniform(10, 20), 80)
    return [_polar(angles * rng.choice((-1, 1)), _RADIUS * angles / angles[-1])]


def _disc(rng: Rng) -> list[Points]:
    angles = np.linspace(0, 16 * np.pi, 200)  # turns so close that they fill it
    return [_polar(angles, rng.uniform(4, 8) * angles / angles[-1])]


def _face(rng: Rng) -> list[Points]:
    ring = _polar(np.linspace(0, 2 * np.pi, 40), rng.uniform(7, _RADIUS))
    return [
        ring,
        *(_anywhere(rng, 2) * 0.5 + _MIDDLE / 2 for _ in range(rng.integers(2, 6))),
    ]  # one would slash a 0


def _dots(rng: Rng) -> list[Points]:
    return [_anywhere(rng, 1) + rng.uniform(-0.5, 0.5, (2, 2)) for _ in range(rng.integers(2, 9))]


def _parallels(rng: Rng) -> list[Points]:
    count, angle = int(rng.integers(2, 5)), rng.uniform(0, np.pi)
    along, across = (
        np.array([np.cos(angle), np.sin(angle)]),
        np.array([-np.sin(angle), np.cos(angle)]),
    )
    offsets = np.linspace(-1, 1, count) * rng.uniform(4, 10)
    ends = np.array([[-1.0], [1.0]]) * along * rng.uniform(5, _RADIUS)
    return [_MIDDLE + ends + offset * across + rng.normal(0, 0.5, (2, 2)) for offset in offsets]


def _blob(rng: Rng) -> list[Points]:
    """Return a spot, as of a full stop or of dirt."""
    angles = np.linspace(0, 12 * np.pi, 150)
    turned = rng.normal(0, 0.15, 2) + np.array([1, rng.uniform(0.7, 1.4)])
    return [(_polar(angles, 6 * angles / angles[-1]) - _MIDDLE) * turned + _MIDDLE]


def _stripes(rng: Rng) -> list[Points]:
    """Return many parallel lines from side to side, as of cloth, wood and screens."""
    count, angle = int(rng.integers(4, 8)), rng.choice((0, np.pi / 2, rng.uniform(0, np.pi)))
    along, across = (
        np.array([np.cos(angle), np.sin(angle)]),
        np.array([-np.sin(angle), np.cos(angle)]),
    )
    ends = np.array([[-1.0], [1.0]]) * along * rng.uniform(8, 12)
    return [_MIDDLE + ends + offset * across for offset in np.linspace(-10, 10, count)]


def _anywhere(rng: Rng, count: int) -> Points:
    return rng.uniform(4, 24, (count, 2))


def _polar(angles: NDArray[np.float64], radii: NDArray[np.float64] | float) -> Points:
    return _MIDDLE + np.stack([radii * np.cos(angles), radii * np.sin(angles)], axis=1)


def _turned(images: UInt8Array, labels: UInt8Array, rng: Rng) -> UInt8Array:
    image = _image_of(images, labels, _NOT_WHEN_TURNED, rng)
    return np.rot90(image, int(rng.choice((1, 3))))


def _mirrored(images: UInt8Array, labels: UInt8Array, rng: Rng) -> UInt8Array:
    return _image_of(images, labels, _NOT_WHEN_MIRRORED, rng)[:, ::-1]


def _crossed(images: UInt8Array, _labels: UInt8Array, rng: Rng) -> UInt8Array:
    """Return a digit with another one, turned, written over it."""
    below, above = images[rng.integers(len(images), size=2)]
    turned = np.rot90(above, int(rng.integers(1, 4)))
    moved = np.roll(turned, rng.integers(-4, 5, 2), (0, 1))
    return np.asarray(np.maximum(below, moved), np.uint8)


def _pair(images: UInt8Array, _labels: UInt8Array, rng: Rng) -> UInt8Array:
    """Return two digits side by side, as where they touch or were taken for one digit."""
    left, right = (cropped(image) for image in images[rng.integers(len(images), size=2)])
    # More than half of a narrow one, and the two might look like one digit.
    narrower = min(left.shape[1], right.shape[1])
    overlap = min(int(rng.integers(*_OVERLAPS, endpoint=True)), narrower // 2)
    shift = int(rng.integers(-4, 5))
    height = max(left.shape[0], right.shape[0]) + abs(shift)
    both = np.zeros((height, left.shape[1] + right.shape[1] - overlap), np.uint8)
    down = max(shift, 0), max(-shift, 0)
    both[down[0] : down[0] + left.shape[0], : left.shape[1]] = left
    place = both[down[1] : down[1] + right.shape[0], both.shape[1] - right.shape[1] :]
    np.maximum(place, right, out=place)
    return placed(both)


def _fragment(images: UInt8Array, labels: UInt8Array, rng: Rng) -> UInt8Array:
    """Return a half of a digit, as where one was cut apart."""
    side = _one_of(tuple(_NO_DIGIT_IN), rng)
    ink = cropped(_image_of(images, labels, _NO_DIGIT_IN[side], rng))
    kept = rng.uniform(*_KEPT)
    if side in ("left", "right"):
        width = max(1, round(kept * ink.shape[1]))
        part = ink[:, :width] if side == "left" else ink[:, -width:]
    else:
        height = max(1, round(kept * ink.shape[0]))
        part = ink[:height] if side == "top" else ink[-height:]
    return placed(cropped(part))


def _image_of(
    images: UInt8Array, labels: UInt8Array, digits: tuple[int, ...], rng: Rng
) -> UInt8Array:
    """Return a random image of one of `digits`, a blank where there is none."""
    found = np.flatnonzero(np.isin(labels, digits))
    image: UInt8Array = images[rng.choice(found)] if len(found) else np.zeros_like(images[0])
    return image


def _one_of(things: Sequence[_Thing], rng: Rng) -> _Thing:
    return things[int(rng.integers(len(things)))]


@cache
def _signs() -> tuple[Shape, ...]:
    return tuple(parse(text) for text in SIGNS)


_DOODLES = (
    _corners,
    _scribble,
    _zigzag,
    _star,
    _polygon,
    _rectangle,
    _rectangle,
    _sun,
    _spiral,
    _disc,
    _face,
    _dots,
    _parallels,
    _blob,
    _stripes,
)
_SPOILS = (_turned, _mirrored, _crossed, _pair, _pair, _fragment)
