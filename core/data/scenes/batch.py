"""Scenes in number, as a training takes them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import UInt8Array
from core.data.scenes.scene import Scene, compose
from core.data.synthetic.pen import Rng


def scene_batch(
    seed: tuple[int, int], count: int, side: int, digits: UInt8Array
) -> tuple[UInt8Array, UInt8Array]:
    """Return `count` scenes, turned and mirrored at random, and their ink.

    Pictures (count, side, side, 3) and ink (count, side, side), 0..255, both uint8; the same
    `seed` gives the same.
    """
    rng = np.random.default_rng(seed)
    scenes = [_turned(compose(side, digits, rng), rng) for _ in range(count)]
    pictures, ink = zip(*scenes, strict=True)
    return np.stack(pictures), np.rint(np.stack(ink) * 255).astype(np.uint8)


def _turned(scene: Scene, rng: Rng) -> tuple[UInt8Array, NDArray[np.float32]]:
    """Return a scene in one of its eight positions: what is ink does not depend on it."""
    quarters, mirror = int(rng.integers(4)), int(rng.choice((1, -1)))
    picture, ink = np.rot90(scene.picture, quarters), np.rot90(scene.ink, quarters)
    return picture[:, ::mirror], ink[:, ::mirror]
