"""Surfaces: smooth light, grain, fibres and wood, as arrays (h, w) around 0."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.synthetic.pen import Rng

Values = NDArray[np.float32]

_GRAIN_SIDE = 640


def smooth(side: int, detail: int, rng: Rng) -> Values:
    """Return slow random changes (side, side), -1..1, of about `detail` bumps a side."""
    coarse = rng.uniform(-1, 1, (detail + 1, detail + 1)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC), np.float32)


def grain(side: int, size: float, rng: Rng) -> Values:
    """Return random specks (side, side) with standard deviation 1, about `size` pixels large."""
    small = max(2, round(side / max(size, 1)))
    top, left = rng.integers(0, _GRAIN_SIDE - small + 1, 2) if small < _GRAIN_SIDE else (0, 0)
    part = _noise()[top : top + small, left : left + small]
    turned = np.rot90(part, int(rng.integers(4)))
    if small >= side:
        return np.ascontiguousarray(turned[:side, :side])
    large = cv2.resize(np.ascontiguousarray(turned), (side, side), interpolation=cv2.INTER_CUBIC)
    return np.asarray(large / max(float(large.std()), 1e-3), np.float32)


def fibres(side: int, length: float, angle: float, rng: Rng) -> Values:
    """Return streaks (side, side), -1..1, along an angle in radians: cloth, wood, brushed metal."""
    across = rng.normal(0, 1, (side * 2, max(2, round(2 * side / length)))).astype(np.float32)
    across = cv2.GaussianBlur(across, (0, 0), rng.uniform(0.5, 4))
    streaks = cv2.resize(across, (side * 2, side * 2), interpolation=cv2.INTER_CUBIC)
    middle = side - 0.5
    turn = cv2.getRotationMatrix2D((middle, middle), float(np.degrees(angle)), 1.0)
    turn[:, 2] -= side / 2
    turned = cv2.warpAffine(streaks, turn, (side, side), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(turned / max(float(np.abs(turned).max()), 1e-3), np.float32)


def stripes(side: int, period: float, angle: float) -> Values:
    """Return waves (side, side), -1..1, of `period` pixels across an angle in radians."""
    along = np.arange(side, dtype=np.float32)
    phase = along * np.cos(angle) + along[:, np.newaxis] * np.sin(angle)
    return np.asarray(np.sin(phase * (2 * np.pi / period)), np.float32)


@cache
def _noise() -> Values:
    """Return random values from which grain is cut: drawing new ones each time takes longer."""
    values = np.random.default_rng(0).standard_normal((_GRAIN_SIDE, _GRAIN_SIDE))
    return values.astype(np.float32)
