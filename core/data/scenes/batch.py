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
    """Return `count` scenes, turned and mirrored at random, and their ink and sheets.

    Pictures (count, side, side, 3) and covers (count, side, side, 2), 0..255, of ink and of the
    sheet, both uint8; the same `seed` gives the same.
    """
    rng = np.random.default_rng(seed)
    scenes = [_turned(compose(side, digits, rng), rng) for _ in range(count)]
    pictures, covers = zip(*scenes, strict=True)
    return np.stack(pictures), np.rint(np.stack(covers) * 255).astype(np.uint8)


def _turned(scene: Scene, rng: Rng) -> tuple[UInt8Array, NDArray[np.float32]]:
    """Return a scene in one of its eight positions: what is ink does not depend on it."""
    quarters, mirror = int(rng.integers(4)), int(rng.choice((1, -1)))
    covers = np.stack([scene.ink, scene.sheet], axis=-1)
    picture, covers = np.rot90(scene.picture, quarters), np.rot90(covers, quarters)
    return picture[:, ::mirror], covers[:, ::mirror]
