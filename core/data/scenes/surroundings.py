"""What lies around a sheet and on it: the desk, things, and shadows."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from core.data.scenes.textures import Values, fibres, grain, smooth, stripes
from core.data.synthetic.pen import SUBPIXELS, Points, Rng, curve, fixed_point

_DESK_SHARE = 0.55  # of scenes with an edge of the sheet in view
_WHOLE_SHARE = 0.3  # of those, with all of it
_TORN_SHARE = 0.3


def surrounded(surface: Values, rng: Rng) -> tuple[Values, Values]:
    """Return a surface (h, w, 3) on a desk, and where the sheet is (h, w), 0..1.

    Often none of its edges is in view: then it is everywhere.
    """
    side = len(surface)
    if rng.random() > _DESK_SHARE:
        return surface, np.ones((side, side), np.float32)
    sheet = _sheet(side, rng)
    desk = _desk(side, rng)
    for _ in range(int(rng.choice((0, 1, 3), p=(0.7, 0.2, 0.1)))):  # what else lies on it
        thing = _thing(side, rng)[..., None]
        desk = desk + thing * (_desk(side, rng) - desk)
    # The sheet casts a little shadow on the desk, and its edge catches light.
    reach = rng.uniform(1, 8)
    shadow = cv2.GaussianBlur(sheet, (0, 0), reach)
    desk *= (1 - rng.uniform(0, 0.6) * shadow)[..., None]
    return desk + sheet[..., None] * (surface - desk), sheet


def covered(surface: Values, sheet: Values, rng: Rng) -> tuple[Values, Values]:
    """Return both, now and then with a thing in view: a pen, a finger, a cup."""
    for _ in range(int(rng.choice((0, 1, 2), p=(0.84, 0.12, 0.04)))):
        thing = _thing(len(sheet), rng)
        look = _desk(len(sheet), rng)
        surface = surface + thing[..., None] * (look - surface)
        sheet = sheet * (1 - thing)
    return surface, sheet


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
    """Return another surface: wood, cloth, metal, plain or patterned, of any colour, and shiny."""
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
    desk = desk * light[..., None] + texture[..., None]
    if rng.random() < 0.4:
        desk += _gloss(side, rng)[..., None]
    if rng.random() < 0.25:
        desk += _scratches(side, rng)[..., None]
    return np.asarray(desk, np.float32)


def _gloss(side: int, rng: Rng) -> Values:
    """Return the light that a shiny surface throws back (side, side), in levels.

    What reflects has edges, sharp or soft; in its light, and there alone, every unevenness shows.
    """
    gloss = np.zeros((side, side), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        shape = _thing(side, rng)
        soft = cv2.GaussianBlur(shape, (0, 0), np.exp(rng.uniform(np.log(0.8), np.log(60))))
        rough = 1 + rng.uniform(0, 1.5) * grain(side, np.exp(rng.uniform(0, np.log(8))), rng)
        if rng.random() < 0.3:  # as specks: leather, and stone
            rough = rough * (rough > rng.uniform(0.5, 2))
        gloss += rng.uniform(-30, 110) * soft * rough
    return gloss


def _scratches(side: int, rng: Rng) -> Values:
    """Return scratches, cracks, wires and seams (side, side), in levels: thin lines, far and wide.

    As strokes are, but longer than those, and never on the sheet.
    """
    image = np.zeros((side, side), np.uint8)
    for _ in range(int(rng.integers(1, 12))):
        start, along = rng.uniform(0, side, 2), rng.normal(0, 0.4 * side, 2)
        bends = rng.normal(0, rng.uniform(0, 0.06) * side, (4, 2))
        points = start + np.linspace(0, 1, 4)[:, np.newaxis] * along + bends
        width = int(rng.integers(1, 4))
        cv2.polylines(
            image, [fixed_point(curve(points))], False, 255, width, cv2.LINE_AA, SUBPIXELS
        )
    return np.asarray(image * np.float32(rng.uniform(-90, 120) / 255), np.float32)


def _sheet(side: int, rng: Rng) -> Values:
    """Return where the sheet is, 0..1: all but what lies beyond one to four of its edges."""
    if rng.random() < _WHOLE_SHARE:
        inset = rng.uniform(0.14, 0.36, 4) * side
    else:
        inset = np.where(rng.random(4) < 0.5, rng.uniform(0.02, 0.4, 4), -0.3) * side
    left, top, right, bottom = inset
    corners = np.array(
        [[left, top], [side - right, top], [side - right, side - bottom], [left, side - bottom]]
    )
    corners += rng.normal(0, 0.03 * side, corners.shape)
    if rng.random() < _TORN_SHARE:
        corners = _torn(corners, rng.uniform(0.3, 3), rng)
    return _filled(corners, side)


def _torn(corners: Points, depth: float, rng: Rng) -> Points:
    """Return a polygon with edges as of a sheet that was torn off, `depth` pixels deep."""
    steps = np.linspace(0, 1, 30, endpoint=False)[:, np.newaxis]
    ends = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    edge = np.concatenate([a + steps * (b - a) for a, b in ends])
    return np.asarray(edge + rng.normal(0, depth, edge.shape), np.float64)


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
