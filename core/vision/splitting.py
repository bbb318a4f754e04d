"""Ink -> pieces side by side: where digits that touch may be cut apart.

Cuts run from top to bottom through little ink, as seams do (Avidan and Shamir 2007, "Seam Carving
for Content-Aware Image Resizing"), one near each of many columns. They are more than there are
digits: which of them part two digits, only a classifier can tell.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STEP = 0.1
"""Distance between the columns that cuts are looked for at, relative to the height."""
PULL = 6.0
"""Ink that a cut may save by keeping away from its column, per row and height of distance.

Little of it, and all cuts run through the same few gaps; much, and they do not bend around ink.
"""
BEND = 0.02
"""Ink that a step to the side costs, so that cuts through paper are straight."""
MOST_CUTS = 14
SMALLEST = 0.03
"""Share of the ink that each piece has at least."""

Ink = NDArray[np.float32]
Paths = NDArray[np.intp]


def pieces(ink: Ink) -> NDArray[np.uint8]:
    """Return the number of each pixel's piece, from 0 on from the left: (h, w) for ink (h, w).

    `ink` is 0..1, best about 64 pixels high. Each pixel belongs to one piece, and in each row a
    piece lies to the left of the next.
    """
    paths = _best(ink, _paths(ink))
    return np.asarray((np.arange(ink.shape[1]) >= paths[..., np.newaxis]).sum(axis=0), np.uint8)


def _paths(ink: Ink) -> Paths:
    """Return the column in each row (n, h) of the path of least ink near each of n columns."""
    height, width = ink.shape
    step = max(STEP * height, width / (MOST_CUTS + 1))
    columns = np.arange(step, width - step / 2, step)
    strayed = np.abs(np.arange(width) - columns[:, np.newaxis]) * (PULL / height)
    costs, moves = np.zeros_like(strayed), np.empty((height, *strayed.shape), np.int8)
    for row in range(height):
        moves[row], costs = _cheapest_moves(costs)
        costs += ink[row] + strayed
    return _traced_back(costs.argmin(axis=1), moves)


def _cheapest_moves(costs: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return from where each column is reached at the least cost, -1, 0 or 1, and that cost."""
    options = np.full((3, *costs.shape), np.inf)
    options[0, :, 1:] = costs[:, :-1] + BEND
    options[1] = costs
    options[2, :, :-1] = costs[:, 1:] + BEND
    return options.argmin(axis=0) - 1, options.min(axis=0)


def _traced_back(ends: NDArray[np.intp], moves: NDArray[np.int8]) -> Paths:
    paths = np.empty((len(ends), len(moves)), np.intp)
    for row in range(len(moves) - 1, -1, -1):
        paths[:, row] = ends
        ends = ends + moves[row, np.arange(len(ends)), ends]
    # Paths of least cost near columns further right lie further right; only ties may cross.
    return np.maximum.accumulate(paths, axis=0)


def _best(ink: Ink, paths: Paths) -> Paths:
    """Return the paths through the least ink, from the left, that leave no piece too small."""
    through = ink[np.arange(len(ink)), paths].sum(axis=1)
    left = (np.cumsum(ink, axis=1) - ink)[np.arange(len(ink)), paths].sum(axis=1)
    shares = left / ink.sum()
    kept: list[int] = []
    for path in np.argsort(through, kind="stable"):
        edges = np.array([0, 1, *shares[kept]])
        if np.abs(edges - shares[path]).min() >= SMALLEST:
            kept.append(int(path))
    return paths[sorted(kept[:MOST_CUTS])]
