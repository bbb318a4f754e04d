"""One synthetic photo: paper, print, ink, what lies around, light and camera, in this order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import UInt8Array
from core.data.scenes.camera import enlarged, photographed, seen_from
from core.data.scenes.printed import printed
from core.data.scenes.surroundings import covered, shaded, surrounded
from core.data.scenes.textures import Values, fibres, grain, smooth, stripes
from core.data.scenes.writing import writing
from core.data.synthetic.pen import Rng

HALF = 0.5
MARGIN = 1.25
"""Side of what is composed relative to what the camera sees of it, which may be askew."""


class Scene(NamedTuple):
    """A picture (side, side, 3) uint8, and how much of each pixel ink and the sheet cover.

    `ink` and `sheet`: (side, side), 0..1. The sheet is what is written on, without what lies on it.
    """

    picture: UInt8Array
    ink: NDArray[np.float32]
    sheet: NDArray[np.float32]


def compose(side: int, digits: UInt8Array, rng: Rng) -> Scene:
    """Return a random scene, written with `digits` (n, 28, 28) and synthetic shapes."""
    large = round(side * MARGIN)
    clean, coarse = rng.random() < 0.15, rng.random() < 0.08
    lines, rules = printed(large, rng)
    ink = writing(large, digits, rng, single=coarse, rules=rules)
    paper, colour = _paper_and_ink(rng)
    surface = _surface(large, paper, clean, rng)
    surface = _with_lines(surface, lines, colour, rng)
    surface += (ink * _opacity(large, clean, rng))[..., None] * (colour - surface)
    sheet = np.ones((large, large), np.float32)
    if not clean:
        surface, sheet = covered(*surrounded(surface, rng), rng)
        surface, ink = shaded(surface, rng), ink * (sheet > HALF)
    surface, ink, sheet = seen_from((surface, ink, sheet), side, rng)
    picture = photographed(surface, clean, rng)
    return Scene(enlarged(picture, rng) if coarse else picture, ink, sheet)


def _paper_and_ink(rng: Rng) -> tuple[Values, Values]:
    """Return the colours (3,) of paper and ink: dark on light, more seldom the reverse."""
    level = rng.choice(
        (rng.uniform(150, 255), rng.uniform(80, 170), rng.uniform(5, 90)), p=(0.72, 0.1, 0.18)
    )
    paper = np.clip(level + rng.normal(0, 8 if rng.random() < 0.7 else 35, 3), 0, 255)
    darker = level > 110
    while True:
        ink = rng.uniform(0, 255, 3) if rng.random() < 0.5 else np.full(3, rng.uniform(0, 255))
        change = (ink - paper) * (-1 if darker else 1)
        if change.max() >= 60 and change.mean() > 12 and change.min() > -40:
            return paper.astype(np.float32), ink.astype(np.float32)


def _opacity(side: int, clean: bool, rng: Rng) -> Values:
    """Return how much of the paper ink hides (side, side): pencils and pressure leave some."""
    if clean:
        return np.ones((side, side), np.float32)
    opacity = rng.uniform(0.45, 1) + rng.uniform(0, 0.25) * smooth(side, 6, rng)
    if rng.random() < 0.35:
        opacity = opacity + rng.uniform(0, 0.2) * grain(side, rng.uniform(1, 3), rng)
    return np.asarray(np.clip(opacity, 0.2, 1), np.float32)


def _surface(side: int, paper: Values, clean: bool, rng: Rng) -> Values:
    surface = np.broadcast_to(paper, (side, side, 3)).astype(np.float32).copy()
    if clean:
        return surface
    light = 1 + rng.uniform(0, 0.3) * smooth(side, int(rng.integers(1, 4)), rng)
    texture = rng.uniform(0, 9) * grain(side, rng.uniform(1, 6), rng)
    if rng.random() < 0.25:
        texture += rng.uniform(0, 12) * fibres(
            side, rng.uniform(20, 200), rng.uniform(0, np.pi), rng
        )
    if rng.random() < 0.05:
        texture += rng.uniform(2, 12) * stripes(side, rng.uniform(3, 30), rng.uniform(0, np.pi))
    return np.asarray(surface * light[..., None] + texture[..., None], np.float32)


def _with_lines(surface: Values, lines: Values, ink: Values, rng: Rng) -> Values:
    if not lines.any():
        return surface
    colour = ink if rng.random() < 0.3 else rng.uniform(0, 255, 3).astype(np.float32)
    opacity = rng.uniform(0.12, 1) * (1 + 0.3 * smooth(len(lines), 5, rng))
    share = (lines * np.clip(opacity, 0, 1))[..., None]
    return np.asarray(surface + share * (colour - surface), np.float32)
