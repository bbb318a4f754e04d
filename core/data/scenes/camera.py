"""How a scene is seen: askew, out of focus, with noise, compressed."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.scenes.textures import Values
from core.data.synthetic.pen import Rng


def seen_from(layers: Sequence[Values], side: int, rng: Rng) -> list[Values]:
    """Return what a camera sees of layers (s, s, ...) over each other: (side, side, ...)."""
    large = len(layers[0])
    margin = (large - side) / 2
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * side
    angle = np.radians(rng.normal(0, 10) if rng.random() < 0.3 else rng.normal(0, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = (square - side / 2) @ turn.T + side / 2 + margin
    corners += rng.normal(0, 0.03 * side if rng.random() < 0.4 else 0.005 * side, (4, 2))
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), square)

    def warped(values: Values) -> Values:
        return np.asarray(
            cv2.warpPerspective(values, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE),
            np.float32,
        )

    return [warped(layer) for layer in layers]


def photographed(surface: Values, clean: bool, rng: Rng) -> NDArray[np.uint8]:
    """Return a surface as a camera or scanner keeps it, (h, w, 3) uint8."""
    picture = np.clip(surface, 0, 255)
    if rng.random() < 0.25:
        picture = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2)
    if clean:
        return picture.astype(np.uint8)
    picture, channels = _blurred(picture, rng), int(rng.choice((1, 3)))
    noise = rng.uniform(0, 7) * rng.standard_normal((*picture.shape[:2], channels))
    levels = np.clip(picture + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.04:
        return _two_tones(levels)
    if rng.random() < 0.6:
        quality = int(rng.integers(25, 96))
        _, code = cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, quality])
        return np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), np.uint8)
    return levels


def _two_tones(levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    grey = levels.mean(axis=2).astype(np.uint8)
    _, two = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.repeat(np.asarray(two, np.uint8)[..., np.newaxis], 3, axis=2)


def enlarged(picture: NDArray[np.uint8], rng: Rng) -> NDArray[np.uint8]:
    """Return a picture as if it were a very small one, of 14 to 64 pixels, enlarged."""
    side = int(rng.integers(14, 64))
    small = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
    way = int(rng.choice((cv2.INTER_CUBIC, cv2.INTER_LINEAR, cv2.INTER_NEAREST)))
    return np.asarray(cv2.resize(small, picture.shape[1::-1], interpolation=way), np.uint8)


def _blurred(picture: Values, rng: Rng) -> Values:
    kind = rng.random()
    if kind < 0.4:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.5)), np.float32)
    if kind < 0.6:
        height, width = picture.shape[:2]
        factor = rng.uniform(0.4, 1)
        small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        return np.asarray(
            cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32
        )
    return picture
