"""Digits as they come out of a picture that was hard to take apart, and are digits still.

Their strokes have gaps where ink was faint, something of a neighbour hangs on them where both
touched, or they fill a square as those do that were scanned without regard to their proportions.
"""

import cv2
import numpy as np

from core.data.dataset import UInt8Array
from core.data.synthetic.framing import SIDE, cropped, placed
from core.data.synthetic.pen import Rng

_GAPS = (1.0, 2.5)  # radius in pixels of what is missing of a stroke
_WIDER_GAPS = (1.5, 4.0)  # of a 0, which many hands leave open
_LEFTOVERS = (2, 5)  # pixels across of what is left of a neighbour
_OVERLAPS = (0, 4)  # pixels by which that lies on the digit itself: 3 are a stroke that both share
_ROWS = (0.2, 0.5)  # share of a neighbour's rows of which that is, unless both share it
_FAINT = 60
_NARROWEST = 9  # pixels: what is narrower would become a block in a square, or part of a neighbour
_NEVER_BROKEN = 1  # it would be an i or a !
_ROUND = (0, 6, 8, 9)  # most of those that touch a neighbour with a whole side


def with_defects(images: UInt8Array, labels: UInt8Array, rng: Rng) -> UInt8Array:
    """Return digits (n, 28, 28) with `labels` (n,), each with one random defect: uint8, alike."""
    made = np.empty_like(images)
    for place, (image, label) in enumerate(zip(images, labels, strict=True)):
        ink = cropped(image)
        wide = ink.shape[1] >= _NARROWEST
        kind = rng.random()
        if kind < 0.4 and label != _NEVER_BROKEN:
            made[place] = _with_gap(image, _WIDER_GAPS if label == 0 else _GAPS, rng)
        elif kind < 0.85 and wide:
            made[place] = placed(_with_leftover(ink, _neighbour(images, labels, rng), rng))
        elif wide:
            made[place] = placed(cv2.resize(ink, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR))
        else:
            made[place] = image
    return made


def _with_gap(image: UInt8Array, radii: tuple[float, float], rng: Rng) -> UInt8Array:
    """Return an image (28, 28) with a round hole somewhere in its ink."""
    inked = np.argwhere(image > 127)
    if not len(inked):
        return image
    distance = np.hypot(*(np.indices(image.shape) - inked[rng.integers(len(inked))][:, None, None]))
    return np.where(distance < rng.uniform(*radii), np.uint8(0), image)


def _neighbour(images: UInt8Array, labels: UInt8Array, rng: Rng) -> UInt8Array:
    """Return the ink of a random one of the digits, twice as often of a round one."""
    rounds = np.flatnonzero(np.isin(labels, _ROUND))
    among = rounds if len(rounds) and rng.random() < 0.5 else np.arange(len(images))
    return cropped(images[rng.choice(among)])


def _with_leftover(ink: UInt8Array, neighbour: UInt8Array, rng: Rng) -> UInt8Array:
    """Return a digit's ink with the near side of its neighbour's hanging on it."""
    if rng.random() < 0.5:
        return _with_leftover_right(ink, neighbour, rng)
    return _with_leftover_right(ink[:, ::-1], neighbour[:, ::-1], rng)[:, ::-1]


def _with_leftover_right(ink: UInt8Array, neighbour: UInt8Array, rng: Rng) -> UInt8Array:
    side = neighbour[:, : int(rng.integers(*_LEFTOVERS, endpoint=True))]
    overlap = min(int(rng.integers(*_OVERLAPS, endpoint=True)), side.shape[1], ink.shape[1])
    if overlap < side.shape[1] - 1:  # beside the digit a whole side would be a digit of its own
        side = _some_rows(side, rng)
    shift = int(rng.integers(-3, 3, endpoint=True))
    height = max(ink.shape[0], side.shape[0] + abs(shift))
    own = np.zeros((height, ink.shape[1] + side.shape[1] - overlap), np.uint8)
    own[: ink.shape[0], : ink.shape[1]] = ink
    both, top = own.copy(), max(0, shift)
    place = both[top : top + side.shape[0], own.shape[1] - side.shape[1] :]
    np.maximum(place, side, out=place)
    return _touching(both, own)


def _some_rows(side: UInt8Array, rng: Rng) -> UInt8Array:
    """Return a side (h, w) with only some neighbouring rows of its ink."""
    height = len(side)
    kept = round(height * rng.uniform(*_ROWS))
    first = int(rng.integers(height - kept, endpoint=True))
    some = np.zeros_like(side)
    some[first : first + kept] = side[first : first + kept]
    return some


def _touching(both: UInt8Array, own: UInt8Array) -> UInt8Array:
    """Return the connected pieces of `both` that hold some of a digit's `own` ink."""
    _, pieces = cv2.connectedComponents((both > _FAINT).astype(np.uint8))
    hanging = np.isin(pieces, np.unique(pieces[own > _FAINT]))
    return cropped(np.where(hanging, both, own))
