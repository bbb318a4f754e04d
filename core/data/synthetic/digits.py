"""Digits written by a synthetic writer in styles of many countries.

They teach forms that MNIST's writers hardly use; `core.data.augmentation` then gives them other
slants, pens and cameras.
"""

from functools import cache

import numpy as np

from core.data.dataset import IMAGE_SIZE, UInt8Array
from core.data.synthetic.pen import PENS, Rng, Shape, parse, written
from core.data.synthetic.styles import STYLES

_WEIGHTS = np.array([3, 5, 2, 2, 3, 2, 2, 4, 2, 3])
"""How often each digit is written: more of those whose forms differ most between countries."""

_BROAD_PENS = (3.0, 5.0)  # pixels, as of felt pens close by; a 1 may be little more than a block
_BROAD_SHARE = (0.1, 0.25)  # of all digits but the 1, and of the 1, drawn with such a pen


def write(count: int, rng: Rng) -> tuple[UInt8Array, UInt8Array]:
    """Return random digits in random styles: images (count, 28, 28) and labels (count,), uint8."""
    labels = rng.choice(10, count, p=_WEIGHTS / _WEIGHTS.sum()).astype(np.uint8)
    images = np.zeros((count, IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    for label, image in zip(labels, images, strict=True):
        shapes = _shapes()[int(label)]
        pen = _BROAD_PENS if rng.random() < _BROAD_SHARE[int(label) == 1] else PENS
        image[:] = written(shapes[rng.integers(len(shapes))], rng, pen)
    return images, labels


@cache
def _shapes() -> dict[int, tuple[Shape, ...]]:
    return {digit: tuple(parse(text) for text in texts) for digit, texts in STYLES.items()}
