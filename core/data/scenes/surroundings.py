"""What lies around a sheet and on it: the desk, things, and shadows."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from core.data.scenes.textures import Values, fibres, grain, smooth, stripes
from core.data.synthetic.pen import SUBPIXELS, Points, Rng, fixed_point

Pair = tuple[Values, Values]


def surrounded(surface: Values, ink: Values, rng: Rng) -> Pair:
    """Return a surface (h, w, 3) and its ink (h, w), often with a desk beyond the sheet's edges."""
    if rng.random() > 0.45:
        return surface, ink
    side = len(ink)
    inside = _sheet(side, rng)
    desk = _desk(side, rng)
    # The sheet casts a little shadow on the desk, and its edge catches light.
    reach = rng.uniform(1, 8)
    shadow = cv2.GaussianBlur(inside, (0, 0), reach)
    desk *= (1 - rng.uniform(0, 0.6) * shadow)[..., None]
    edge = inside[..., None]
    return desk + edge * (surface - desk), ink * (inside > 0.5)


def covered(surface: Values, ink: Values, rng: Rng) -> Pair:
    """Return both, now and then with a thing in view: a pen, a finger, a cup."""
    for _ in range(int(rng.choice((0, 1, 2), p=(0.84, 0.12, 0.04)))):
        thing = _thing(len(ink), rng)
        look = _desk(len(ink), rng)
        surface = surface + thing[..., None] * (look - surface)
        ink = ink * (thing < 0.5)
    return surface, ink


def shaded(surface: Values, rng: Rng) -> Values:
    """Return the surface with shadows, sharp or soft, and folds."""
    side = len(surface)
    for _ in range(int(rng.choice((0, 1, 2), p=(0.6, 0.28, 0.12)))):
        shape = _thing(side, rng) if rng.random() < 0.5 else _half(side, rng)
        soft = cv2.GaussianBlur(shape, (0, 0), np.exp(rng.uniform(np.log(0.8), np.log(40))))
        surface = surface * (1 - rng.uniform(0.1, 0.6) * soft)[..., None]
    for _ in range(int(rng.choice((0, 1, 5), p=(0.86, 0.09, 0.05)))):
        fold = _half(side, rng)
        crease = fold - cv2.GaussianBlur(fold, (0, 0), rng.uniform(4, 25))
        surface = surface * (1 + rng.uniform(0.05, 0.25) * crease)[..., None]
    return surface


def _desk(side: int, rng: Rng) -> Values:
    """Return another surface: wood, cloth, metal, plain or patterned, of any colour."""
    level = rng.uniform(0, 230)
    colour = level + rng.normal(0, 25, 3)
    desk = np.broadcast_to(colour.astype(np.float32), (side, side, 3)).copy()
    texture = rng.uniform(0, 12) * grain(side, rng.uniform(1, 8), rng)
    if rng.random() < 0.3:  # leather, wood chips, a thick carpet
        texture += rng.uniform(10, 45) * grain(side, rng.uniform(2, 14), rng)
    if rng.random() < 0.6:
        texture += rng.uniform(5, 40) * fibres(
            side, rng.uniform(10, 300), rng.uniform(0, np.pi), rng
        )
    if rng.random() < 0.15:
        wave = stripes(side, rng.uniform(6, 60), rng.uniform(0, np.pi))
        texture += rng.uniform(5, 50) * np.sign(wave)
    light = 1 + rng.uniform(0, 0.4) * smooth(side, int(rng.integers(1, 5)), rng)
    return np.asarray(desk * light[..., None] + texture[..., None], np.float32)


def _sheet(side: int, rng: Rng) -> Values:
    """Return where the sheet is, 0..1: all but what lies beyond one to four of its edges."""
    inset = np.where(rng.random(4) < 0.5, rng.uniform(0.02, 0.4, 4), -0.3) * side
    left, top, right, bottom = inset
    corners = np.array(
        [[left, top], [side - right, top], [side - right, side - bottom], [left, side - bottom]]
    )
    corners += rng.normal(0, 0.03 * side, corners.shape)
    return _filled(corners, side)


def _half(side: int, rng: Rng) -> Values:
    """Return a half plane, 0..1."""
    angle, middle = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.9, 2) * side
    along = np.array([np.cos(angle), np.sin(angle)]) * 3 * side
    across = np.array([-along[1], along[0]])
    return _filled(_parallelogram(middle - along, 2 * along, across), side)


def _thing(side: int, rng: Rng) -> Values:
    """Return the outline of a thing or its shadow, larger than strokes: 0..1."""
    return _THINGS[int(rng.integers(len(_THINGS)))](rng.uniform(-0.1, 1.1, 2) * side, side, rng)


def _oval(middle: Points, side: int, rng: Rng) -> Values:
    angles = np.linspace(0, 2 * np.pi, 60)
    along, across = rng.uniform(0.12, 0.5, 2) * side
    turn = rng.uniform(0, np.pi)
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return _filled(
        middle + np.stack([along * np.cos(angles), across * np.sin(angles)], 1) @ axes, side
    )


def _bar(middle: Points, side: int, rng: Rng) -> Values:
    angle = rng.uniform(0, np.pi)
    along = np.array([np.cos(angle), np.sin(angle)]) * side * 1.5
    across = np.array([-np.sin(angle), np.cos(angle)]) * rng.uniform(0.05, 0.2) * side
    return _filled(_parallelogram(middle, along, across), side)


def _chip(middle: Points, side: int, rng: Rng) -> Values:
    angles = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 8))))
    radii = rng.uniform(0.15, 0.5, len(angles)) * side
    return _filled(middle + np.stack([radii * np.cos(angles), radii * np.sin(angles)], 1), side)


_THINGS: tuple[Callable[[Points, int, Rng], Values], ...] = (_oval, _bar, _chip)


def _parallelogram(corner: Points, along: Points, across: Points) -> Points:
    return np.array([corner, corner + along, corner + along + across, corner + across])


def _filled(corners: Points, side: int) -> Values:
    """Return the inside of a polygon, 0..1, from its corners (n, 2), x and y."""
    image = np.zeros((side, side), np.uint8)
    cv2.fillPoly(image, [fixed_point(corners)], 255, cv2.LINE_AA, SUBPIXELS)
    return np.asarray(image.astype(np.float32) / 255, np.float32)
