"""More handwriting from the digits there are: other slants, other pens, other cameras.

Every digit is changed at one and a half times its size and then brought back to MNIST's form, as
`core.vision.normalize` brings every picture that is read: to 20 pixels and centred by its mass.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.dataset import IMAGE_SIZE, UInt8Array

_ZOOM = 1.5
_CANVAS = 44  # pixels at that size: a digit of 20, turned and widened, and a margin
_BOX = 20
_CENTRE = 14.5
_HALF_INK = np.float32(127.5)
_EDGE = 0.3  # of the fullest ink: where the blurred edge of an enlarged stroke ends
_CHUNK = 256  # images worked on at a time: few enough for the cache and for `cv2.remap`

_MARGIN = 2
_WAVES = 4  # the bends of a digit: cosines of up to three half periods across the canvas
_BLUR = 5  # pixels a side of a canvas over which ink is spread
_THINNEST = 0.4  # of its ink that a digit keeps when its strokes are thinned
_COARSE_SIDES = (11, 20)  # pixels a side that coarse digits were scanned with

Float32Array = NDArray[np.float32]


@dataclass(frozen=True)
class Augmentation:
    """How far digits are changed at most; each strength is 0 or more, and 0 leaves it off.

    Each digit is changed by its own random amounts, evenly spread up to the strength.
    """

    rotation: float = 0.0
    """Degrees, either way."""
    shear: float = 0.0
    """Slant as a tangent, either way: 0.2 leans a digit by up to 11 degrees."""
    aspect: float = 0.0
    """Logarithm of width by height, either way: 0.2 widens or narrows by up to 22 %."""
    elastic: float = 0.0
    """Standard deviation in pixels by which smooth random bends move the ink."""
    thickness: float = 0.0
    """Pixels by which strokes become wider or, by up to half as much, thinner."""
    blur: float = 0.0
    """Share 0..1 to which a digit is mixed with its blurred image."""
    contrast: float = 0.0
    """How much steeper the edges of strokes become: 1 doubles the contrast."""
    low_resolution: float = 0.0
    """Share 0..1 of the digits that are scanned coarsely, half of these in black and white."""
    scale: float = 0.0
    """Share by which a digit becomes larger or smaller than the normal 20 pixels."""
    shift: float = 0.0
    """Whole pixels off its normal place, in each direction."""


UNCHANGED = Augmentation()


def augment(images: UInt8Array, augmentation: Augmentation, rng: np.random.Generator) -> UInt8Array:
    """Return each of `images` (n, 28, 28), MNIST's digits, changed at random: uint8 (n, 28, 28).

    With all strengths 0 they are returned as they are. The same state of `rng` gives the same.
    """
    if augmentation == UNCHANGED or not len(images):
        return images.copy()
    parts = [
        _augmented(images[start : start + _CHUNK], augmentation, rng)
        for start in range(0, len(images), _CHUNK)
    ]
    return np.concatenate(parts)


def _augmented(images: UInt8Array, most: Augmentation, rng: np.random.Generator) -> UInt8Array:
    count = len(images)
    warped = _warped(images, _positions(count, most, rng))
    radius = most.thickness * _ZOOM / 2
    inked = _thickened(warped, rng.uniform(-radius / 2, radius, count))
    blurred = _blurred(inked, rng.uniform(0, most.blur, count))
    sharp = _contrasted(blurred, rng.uniform(0, most.contrast, count))
    return _normalized(sharp, most, rng)


def _positions(count: int, most: Augmentation, rng: np.random.Generator) -> Float32Array:
    """Return where in its image each pixel of each canvas comes from: (n, 2, 44 * 44), x and y.

    All is linear in the amounts: a matrix for the offset, a sum of waves for the bends.
    """
    strengths = rng.uniform(0, most.elastic, (count, 1, 1)) / np.sqrt(len(_BENDS))
    bends = strengths * rng.standard_normal((count, 2, len(_BENDS)))
    amounts = np.concatenate([_matrices(count, most, rng), bends], axis=2).astype(np.float32)
    offsets = amounts.reshape(count * 2, -1) @ np.concatenate([_OFFSETS, _BENDS])
    positions: Float32Array = offsets.reshape(count, 2, -1) + np.float32((IMAGE_SIZE - 1) / 2)
    return positions


def _matrices(count: int, most: Augmentation, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return random rotations, slants and aspects as (n, 2, 2), that act on offsets (x, y)."""
    angle = np.radians(rng.uniform(-most.rotation, most.rotation, count))
    slant = rng.uniform(-most.shear, most.shear, count)
    widen = np.exp(rng.uniform(-most.aspect, most.aspect, count) / 2)
    cos, sin = np.cos(angle), np.sin(angle)
    turn = np.stack([np.stack([cos, -sin], -1), np.stack([sin, cos], -1)], -2)
    zero, one = np.zeros(count), np.ones(count)
    lean = np.stack([np.stack([one, slant], -1), np.stack([zero, one], -1)], -2)
    stretch = np.stack([np.stack([widen, zero], -1), np.stack([zero, 1 / widen], -1)], -2)
    return np.asarray(turn @ lean @ stretch)


def _warped(images: UInt8Array, positions: Float32Array) -> UInt8Array:
    """Return the images (n, 28, 28) resampled at `positions`: (n, 44, 44).

    They are one tall image for OpenCV, with blank margins in between for what lies outside.
    Before, they are enlarged smoothly: resampling linearly is fast but flattens fine strokes.
    """
    count, side = len(images), IMAGE_SIZE + 2 * _MARGIN
    tall = _as_one(np.pad(images, ((0, 0), (_MARGIN, _MARGIN), (_MARGIN, _MARGIN))))
    fine = cv2.resize(tall, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    places = (positions + np.float32(_MARGIN + 0.25)) * np.float32(2)
    rows = np.clip(places[:, 1], 0, 2 * side - 1)
    rows += np.arange(count, dtype=np.float32)[:, np.newaxis] * np.float32(2 * side)
    x, y = (part.reshape(count * _CANVAS, _CANVAS) for part in (places[:, 0], rows))
    warped: UInt8Array = cv2.remap(fine, x, y, cv2.INTER_LINEAR)
    return warped.reshape(count, _CANVAS, _CANVAS)


def _thickened(images: UInt8Array, radii: NDArray[np.float64]) -> UInt8Array:
    """Return images (n, h, w) with strokes grown on each side by `radii` (n,) pixels.

    Negative radii thin them. Fractions of a pixel mix the images before and after a whole one.
    """
    out = images.copy()
    for sign, extreme in ((1, np.maximum), (-1, np.minimum)):
        for level in range(int(np.ceil(max(0.0, (sign * radii).max())))):
            chosen = np.flatnonzero(sign * radii > level)
            share = np.minimum(sign * radii[chosen] - level, 1)
            before = out[chosen]
            after = _of_neighbours(before, extreme)
            if sign < 0:
                share = np.minimum(share, _thinnable(images[chosen], before, after))
            out[chosen] = _mixed(before, after, share)
    return out


def _of_neighbours(images: UInt8Array, extreme: np.ufunc) -> UInt8Array:
    """Return the `extreme` of each pixel and its four neighbours, for images (n, h, w)."""
    out = images.copy()
    for later, earlier in (
        (np.s_[:, 1:], np.s_[:, :-1]),
        (np.s_[:, :, 1:], np.s_[:, :, :-1]),
    ):
        extreme(out[later], images[earlier], out=out[later])
        extreme(out[earlier], images[later], out=out[earlier])
    return out


def _thinnable(whole: UInt8Array, before: UInt8Array, after: UInt8Array) -> NDArray[np.float64]:
    """Return to which shares (n,) images may be thinned and keep enough of the whole one's ink."""
    ink, left, thinned = (_mass(part) for part in (whole, before, after))
    return np.clip((left - _THINNEST * ink) / np.maximum(left - thinned, 1), 0, 1)


def _blurred(images: UInt8Array, shares: NDArray[np.float64]) -> UInt8Array:
    """Return each image (n, h, w) mixed to its share 0..1 with itself blurred."""
    if not shares.any():
        return images
    apart = np.pad(images, ((0, 0), (_BLUR // 2, _BLUR // 2), (0, 0)))
    blurred = cv2.blur(_as_one(apart), (_BLUR, _BLUR), borderType=cv2.BORDER_CONSTANT)
    return _mixed(images, blurred.reshape(apart.shape)[:, _BLUR // 2 : -(_BLUR // 2)], shares)


def _contrasted(images: UInt8Array, gains: NDArray[np.float64]) -> UInt8Array:
    """Return images (n, h, w) with the contrast around half ink raised by `gains` (n,)."""
    if not gains.any():
        return images
    factors = (1 + gains).astype(np.float32)[:, np.newaxis, np.newaxis]
    steep = (images - _HALF_INK) * factors + _HALF_INK
    return np.asarray(np.clip(steep, 0, 255), np.uint8)


def _normalized(canvases: UInt8Array, most: Augmentation, rng: np.random.Generator) -> UInt8Array:
    """Return canvases (n, 44, 44) as MNIST images (n, 28, 28), off by `scale` and `shift`."""
    count = len(canvases)
    sides = np.rint(_BOX * (1 + rng.uniform(-most.scale, most.scale, count))).astype(int)
    sides = np.clip(sides, 1, IMAGE_SIZE)
    reach = int(most.shift)
    shifts = rng.integers(-reach, reach, (count, 2), endpoint=True)
    scans = _scans(count, most.low_resolution, rng)
    boxes = np.zeros((count, IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    for canvas, side, scan, box in zip(canvases, sides, scans, boxes, strict=True):
        square = _square(canvas)
        box[:side, :side] = _resized(_scanned(square, *scan) if scan[0] else square, side)
    return _centred(_stretched(boxes), sides, shifts)


def _square(canvas: UInt8Array) -> UInt8Array:
    """Return a canvas' ink, cropped and padded to a square; a blank canvas as it is."""
    edge = float(canvas.max()) * _EDGE
    left, top, width, height = cv2.boundingRect((canvas > edge).view(np.uint8))
    if not width:
        return canvas
    side = max(width, height)
    square = np.zeros((side, side), np.uint8)
    y, x = (side - height) // 2, (side - width) // 2
    square[y : y + height, x : x + width] = canvas[top : top + height, left : left + width]
    return square


def _scans(count: int, share: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return (n, 2): the side of the grid a digit is scanned with or 0, and if in two tones."""
    sides = rng.integers(*_COARSE_SIDES, count, endpoint=True)
    chosen = rng.random(count) < share
    return np.stack([sides * chosen, rng.integers(2, size=count)], axis=1)


def _scanned(square: UInt8Array, side: int, two_tones: int) -> UInt8Array:
    """Return a square digit as `side` x `side` pixels, in black and white if `two_tones`."""
    coarse = _resized(square, side)
    if two_tones:
        _, coarse = cv2.threshold(coarse, float(coarse.max()) / 2, 255, cv2.THRESH_BINARY)
    return coarse


def _resized(square: UInt8Array, side: int) -> UInt8Array:
    """Return a square resampled by area to `side` x `side`; its pixels stay hard if it grows."""
    if side <= len(square):
        return np.asarray(cv2.resize(square, (side, side), interpolation=cv2.INTER_AREA), np.uint8)
    whole = -(-side // len(square))
    repeated = square.repeat(whole, axis=0).repeat(whole, axis=1)
    return np.asarray(cv2.resize(repeated, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def _stretched(images: UInt8Array) -> UInt8Array:
    """Return images (n, h, w) with the fullest ink of each at 255; blank ones stay blank."""
    fullest = images.max(axis=(1, 2), keepdims=True)
    factor = np.float32(255) / np.maximum(fullest, 1).astype(np.float32)
    stretched: UInt8Array = np.rint(images * factor).astype(np.uint8)
    return stretched


def _centred(boxes: UInt8Array, sides: NDArray[np.int64], shifts: NDArray[np.int64]) -> UInt8Array:
    """Return digits from the upper left corner (n, 28, 28) moved to where MNIST has them.

    That is with the centre of mass in (13.5, 14.5], and `shifts` (n, 2) pixels off in y and x, as
    far as the box of `sides` (n,) pixels stays in the image.
    """
    starts = np.stack([_start(boxes, axis) for axis in (2, 1)], axis=1) + shifts
    starts = np.clip(starts, 0, (IMAGE_SIZE - sides)[:, np.newaxis])
    images = np.zeros_like(boxes)
    for box, side, (y, x), image in zip(boxes, sides, starts, images, strict=True):
        image[y : y + side, x : x + side] = box[:side, :side]
    return images


def _start(boxes: UInt8Array, axis: int) -> NDArray[np.int64]:
    """Return where boxes have to start so that their centre of mass is in the middle: (n,)."""
    profiles = boxes.sum(axis=axis, dtype=np.float32)
    mass = np.maximum(profiles.sum(axis=1), 1)
    middle = profiles @ np.arange(IMAGE_SIZE) / mass
    return np.asarray(np.floor(_CENTRE - middle), np.int64)


def _mixed(before: UInt8Array, after: UInt8Array, shares: NDArray[np.float64]) -> UInt8Array:
    """Return images (n, h, w) that are `after` to their share 0..1, the rest `before`."""
    parts = np.rint(shares * 128).astype(np.int16)[:, np.newaxis, np.newaxis]
    change = (after.astype(np.int16) - before) * parts >> 7  # 255 * 128 just fits
    return (before + change).astype(np.uint8)


def _mass(images: UInt8Array) -> NDArray[np.float64]:
    """Return the ink of each image (n, h, w): (n,), a full pixel counting 255."""
    return np.asarray(images.reshape(len(images), -1).sum(axis=1, dtype=np.uint32), np.float64)


def _as_one(images: UInt8Array) -> UInt8Array:
    """Return images (n, h, w) one below the other, (n * h, w)."""
    return images.reshape(-1, images.shape[2])


def _offsets() -> Float32Array:
    """Return a canvas' pixels as offsets from its centre, in an image's pixels: (2, 44 * 44)."""
    offsets = (np.arange(_CANVAS, dtype=np.float32) - (_CANVAS - 1) / 2) / np.float32(_ZOOM)
    x, y = np.meshgrid(offsets, offsets)
    return np.stack([x.ravel(), y.ravel()])


def _bends() -> Float32Array:
    """Return the smoothest waves over a canvas: (15, 44 * 44), each with standard deviation 1."""
    places = (np.arange(_CANVAS) + 0.5) / _CANVAS
    waves = np.cos(np.pi * np.arange(_WAVES)[:, np.newaxis] * places)
    products = np.einsum("iy,jx->ijyx", waves, waves).reshape(_WAVES**2, -1)[1:]
    return np.asarray(products / products.std(axis=1, keepdims=True), np.float32)


_OFFSETS, _BENDS = _offsets(), _bends()
