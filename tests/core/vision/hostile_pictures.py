"""Pictures of no digits that ask for work: textures, thousands of specks, strokes without end.

Each is (h, w) uint8, dark on light, of any size; what is random is the same each time.
"""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Make = Callable[[int, int], Grey]
"""From a height and a width to a picture."""

_TEXT = "In 1998 some 70,000 digits were scanned, 28 by 28 pixels each; 0123456789. "


def noise(height: int, width: int, grain: int = 1) -> Grey:
    """Grey levels of chance, each a square of `grain` pixels."""
    return _coarse(height, width, grain, lambda chance: chance * 256)


def speckles(height: int, width: int, share: float, grain: int = 1) -> Grey:
    """Black squares of `grain` pixels that cover a share of the paper, by chance."""
    return _coarse(height, width, grain, lambda chance: np.where(chance < share, 0, 255))


def dots(height: int, width: int, count: int, radius: int) -> Grey:
    """So many black discs, by chance, as far as there is room for them."""
    generator = np.random.default_rng(0)
    picture = _paper(height, width)
    places = np.column_stack([generator.integers(0, side, count) for side in (width, height)])
    for place in places.tolist():
        cv2.circle(picture, place, radius, 0, -1)
    return picture


def chessboard(height: int, width: int, cell: int) -> Grey:
    """Black and white squares in turn."""
    rows, columns = _places(height, width)
    return _ink((rows // cell + columns // cell) % 2 == 0)


def chessboard_apart(height: int, width: int, cell: int) -> Grey:
    """The black squares of a chessboard, a little smaller, so that their corners do not touch."""
    rows, columns = _places(height, width)
    within = (rows % cell < cell - 1) & (columns % cell < cell - 1)
    return _ink(((rows // cell + columns // cell) % 2 == 0) & within)


def halftone(height: int, width: int, pitch: int) -> Grey:
    """A gradient as printers make it: discs in rows, larger where it is darker."""
    rows, columns = _places(height, width)
    distance = np.hypot(rows % pitch - pitch / 2, columns % pitch - pitch / 2)
    return _ink(distance < pitch * 0.2 + pitch * 0.35 * columns / width)


def stripes(height: int, width: int, pitch: int, down: float, across: float) -> Grey:
    """Stripes, half ink and half paper, at right angles to the direction (down, across)."""
    rows, columns = _places(height, width)
    return _ink((down * rows + across * columns) % pitch < pitch / 2)


def rings(height: int, width: int, pitch: int) -> Grey:
    """Circles around one middle."""
    rows, columns = _places(height, width)
    return _ink(np.hypot(rows - height / 2, columns - width / 2) % pitch < pitch / 2)


def frames(height: int, width: int, pitch: int) -> Grey:
    """Rectangles within each other."""
    rows, columns = _places(height, width)
    edge = np.minimum(np.minimum(rows, height - 1 - rows), np.minimum(columns, width - 1 - columns))
    return _ink(edge % pitch < pitch / 2)


def spiral(height: int, width: int, pitch: int) -> Grey:
    """One stroke from the middle to the rim."""
    rows, columns = _places(height, width)
    down, across = rows - height / 2, columns - width / 2
    turned = np.arctan2(down, across) / (2 * np.pi)
    return _ink((np.hypot(down, across) / pitch + turned) % 1 < 0.4)


def maze(height: int, width: int, cell: int) -> Grey:
    """Walls that hang together: at each crossing one to the right or one down, by chance."""
    right = np.random.default_rng(0).random((height // cell + 1, width // cell + 1)) < 0.5
    rows, columns = _places(height, width)
    thick = max(1, cell // 3)
    opens_right = right[rows // cell, columns // cell]
    wall = np.where(opens_right, rows % cell < thick, columns % cell < thick)
    return _ink(wall | ((rows % cell < thick) & (columns % cell < thick)))


def printed_page(height: int, width: int, letter: int) -> Grey:
    """A page full of text and numbers, its lines so many pixels high."""
    picture = _paper(height, width)
    line = (_TEXT * (1 + width // (letter * 20)))[: max(1, 3 * width // letter)]
    for bottom in range(letter, height, letter):
        place, scale = (letter // 2, bottom - letter // 3), letter / 40
        cv2.putText(picture, line, place, cv2.FONT_HERSHEY_COMPLEX, scale, 0, 1, cv2.LINE_AA)
    return picture


def gradient(height: int, width: int) -> Grey:
    """From black to white, and nothing on it."""
    rows, columns = _places(height, width)
    return np.asarray(255 * (rows / height + columns / width) / 2, np.uint8)


def paper_texture(height: int, width: int, strength: float) -> Grey:
    """Fibres and stains of paper: noise of several grains."""
    layers = [noise(height, width, grain).astype(np.float32) for grain in (1, 3, 9, 31)]
    mixed = cv2.GaussianBlur(np.mean(layers, axis=0), (0, 0), 1) - 128
    return np.clip(200 + strength * mixed, 0, 255).astype(np.uint8)


def bars(height: int, width: int, pitch: int) -> Grey:
    """Upright bars with a dot over each: thousands of digits for sure, if there were room."""
    rows, columns = _places(height, width)
    down = rows % (4 * pitch)
    return _ink((columns % pitch < pitch / 2) & (down > pitch / 2) & (down % (1.5 * pitch) > 2))


def blank(height: int, width: int) -> Grey:
    """Nothing at all."""
    return _paper(height, width)


HOSTILE: dict[str, Make] = {
    **{f"noise {grain}": partial(noise, grain=grain) for grain in (1, 3, 8)},
    **{
        f"speckles {share} {grain}": partial(speckles, share=share, grain=grain)
        for share in (0.02, 0.2, 0.5)
        for grain in (1, 2, 5, 12)
    },
    "100,000 dots": partial(dots, count=100_000, radius=1),
    "5,000 specks": partial(dots, count=5_000, radius=3),
    "500 dots": partial(dots, count=500, radius=9),
    **{f"chessboard {cell}": partial(chessboard, cell=cell) for cell in (1, 2, 5, 20)},
    **{f"chessboard apart {n}": partial(chessboard_apart, cell=n) for n in (3, 7, 14, 30, 60)},
    **{f"halftone {pitch}": partial(halftone, pitch=pitch) for pitch in (4, 9, 24)},
    **{
        f"stripes {kind} {pitch}": partial(stripes, pitch=pitch, down=down, across=across)
        for kind, down, across in (("level", 1, 0), ("upright", 0, 1), ("slanted", 0.7, 0.7))
        for pitch in (3, 8, 30)
    },
    **{f"rings {pitch}": partial(rings, pitch=pitch) for pitch in (4, 10, 40)},
    **{f"frames {pitch}": partial(frames, pitch=pitch) for pitch in (4, 10, 40)},
    **{f"spiral {pitch}": partial(spiral, pitch=pitch) for pitch in (6, 30)},
    **{f"maze {cell}": partial(maze, cell=cell) for cell in (4, 12, 40)},
    **{f"printed page {letter}": partial(printed_page, letter=letter) for letter in (10, 16, 40)},
    **{f"bars {pitch}": partial(bars, pitch=pitch) for pitch in (4, 8, 20)},
    **{f"paper {strength}": partial(paper_texture, strength=strength) for strength in (0.2, 2.0)},
    "gradient": gradient,
    "blank": blank,
}
"""Kinds of hostile pictures by what they are and their measures in pixels."""


def rgba(grey: Grey) -> NDArray[np.uint8]:
    """Return a picture (h, w) as (h, w, 4) uint8, opaque."""
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def on_nothing(grey: Grey) -> NDArray[np.uint8]:
    """Return what is dark in a picture (h, w) as a drawing, (h, w, 4) uint8, on nothing."""
    return np.dstack([np.zeros((*grey.shape, 3), np.uint8), 255 - grey])


def _paper(height: int, width: int) -> Grey:
    return np.full((height, width), 255, np.uint8)


def _ink(mask: NDArray[np.bool_]) -> Grey:
    return np.where(mask, np.uint8(0), np.uint8(255))


def _places(height: int, width: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, columns = np.ogrid[:height, :width]
    return rows, columns


def _coarse(
    height: int,
    width: int,
    grain: int,
    grey: Callable[[NDArray[np.float32]], NDArray[np.generic]],
) -> Grey:
    shape = -(-height // grain), -(-width // grain)
    chance = np.random.default_rng(0).random(shape, np.float32)
    squares = grey(chance).astype(np.uint8).repeat(grain, 0).repeat(grain, 1)
    return np.ascontiguousarray(squares[:height, :width])
