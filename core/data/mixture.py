"""What a training learns from: digits as they are or changed, synthetic ones, and no digits."""

from dataclasses import dataclass

import numpy as np

from core.data.augmentation import UNCHANGED, Augmentation, augment
from core.data.dataset import Split, UInt8Array
from core.data.synthetic import nondigits, with_defects, write

NONE = 10
"""The label of what is no digit."""


@dataclass(frozen=True)
class Mixture:
    """How the digits of a training are changed, and what comes beside them.

    By default they stay as they are and alone.
    """

    augmentation: Augmentation = UNCHANGED
    gentle: Augmentation = UNCHANGED
    """How a part of the real digits is changed instead, so that the usual forms stay usual."""
    gentle_share: float = 0.0
    """The share 0..1 of the real digits that are changed gently."""
    synthetic: float = 0.0
    """Synthetic digits for each real one."""
    nondigits: float = 0.0
    """Pictures of no digit for each real one, labelled `NONE`."""
    defects: float = 0.0
    """The share 0..1 of the real digits changed in the first way that have gaps, say, before."""


@dataclass(frozen=True, eq=False)
class Beside:
    """Digits that make up a `share` 0..1 of each batch beside others, each changed each time."""

    digits: Split
    share: float
    augmentation: Augmentation


def mix_in(
    images: UInt8Array, labels: UInt8Array, beside: Beside, rng: np.random.Generator
) -> tuple[UInt8Array, UInt8Array]:
    """Return a batch (n, 28, 28) and its labels (n,) with the digits beside it, in random order.

    They are drawn anew each time; a network that normalises by parts of a batch meets both in each.
    """
    count = round(len(labels) * beside.share / (1 - beside.share))
    drawn = rng.integers(0, len(beside.digits), count)
    changed = augment(beside.digits.images[drawn], beside.augmentation, rng)
    order = rng.permutation(len(labels) + count)
    return (
        np.concatenate([images, changed])[order],
        np.concatenate([labels, beside.digits.labels[drawn]])[order],
    )


def mix(
    images: UInt8Array, labels: UInt8Array, mixture: Mixture, rng: np.random.Generator
) -> tuple[UInt8Array, UInt8Array]:
    """Return real digits (n, 28, 28) and labels (n,), changed, with what the mixture adds.

    The real ones come first, gently changed ones before the others; all are uint8.
    """
    gently = rng.random(len(labels)) < mixture.gentle_share
    digits, digit_labels = write(round(len(labels) * mixture.synthetic), rng)
    others = nondigits(round(len(labels) * mixture.nondigits), images, labels, rng)
    changed = np.concatenate([images[~gently], digits, others])
    faulty = np.flatnonzero(rng.random(int((~gently).sum())) < mixture.defects)
    changed[faulty] = with_defects(changed[faulty], labels[~gently][faulty], rng)
    return (
        np.concatenate(
            [
                augment(images[gently], mixture.gentle, rng),
                augment(changed, mixture.augmentation, rng),
            ]
        ),
        np.concatenate(
            [labels[gently], labels[~gently], digit_labels, np.full(len(others), NONE, np.uint8)]
        ),
    )
