"""Robustness to what a model was not trained on: accuracy against the strength of a distortion."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.analysis.progress import Progress, untold
from core.data import Split
from core.metrics import wilson_interval

Images = NDArray[np.uint8]
Distort = Callable[[Images, float], Images]
Predict = Callable[[Images], NDArray[np.int64]]
"""From digits (n, 28, 28) to their classes (n,)."""

SAMPLE = 2000
_CENTRE = (13.5, 13.5)
_SEED = 0


@dataclass(frozen=True)
class Distortion:
    """A way to spoil digits: its name, the unit of its strengths, and these, 0 first."""

    title: str
    unit: str
    strengths: tuple[float, ...]
    apply: Distort


@dataclass(frozen=True)
class Curve:
    """Accuracy and its 95 % interval at each strength of a distortion, all of equal length."""

    title: str
    unit: str
    strengths: tuple[float, ...]
    accuracies: tuple[float, ...]
    intervals: tuple[tuple[float, float], ...]


def _rotate(images: Images, degrees: float) -> Images:
    return _warp(images, cv2.getRotationMatrix2D(_CENTRE, degrees, 1.0))


def _scale(images: Images, percent: float) -> Images:
    return _warp(images, cv2.getRotationMatrix2D(_CENTRE, 0.0, percent / 100))


def _shift(images: Images, pixels: float) -> Images:
    return _warp(images, np.array([[1, 0, pixels], [0, 1, 0]], np.float64))


def _thicken(images: Images, pixels: float) -> Images:
    # Positive widens the strokes, negative thins them, by so many pixels at each side.
    size = 2 * abs(round(pixels)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_CROSS, (size, size))
    change = cv2.dilate if pixels > 0 else cv2.erode
    return _each(images, lambda image: change(image, kernel)) if pixels else images


def _blur(images: Images, sigma: float) -> Images:
    if not sigma:
        return images
    return _each(images, lambda image: cv2.GaussianBlur(image, (0, 0), sigma))


def _noise(images: Images, deviation: float) -> Images:
    noise = np.random.default_rng(_SEED).normal(0, deviation, images.shape)
    return np.clip(images + noise, 0, 255).astype(np.uint8)


def _contrast(images: Images, percent: float) -> Images:
    return np.asarray(np.rint(images * (percent / 100)), np.uint8)


def _invert(images: Images, percent: float) -> Images:
    # From ink on black, over grey, to black on ink.
    mixed = images + (255.0 - 2.0 * images) * (percent / 100)
    return np.rint(mixed).astype(np.uint8)


DISTORTIONS = (
    Distortion("Rotation", "degrees", (0, 10, 20, 30, 45, 60), _rotate),
    Distortion("Shift", "pixels", (0, 1, 2, 3, 4, 6), _shift),
    Distortion("Scale", "%", (100, 85, 70, 55, 120, 140), _scale),
    Distortion("Stroke thickness", "pixels a side", (0, 1, 2, -1), _thicken),
    Distortion("Blur", "pixels", (0, 0.5, 1, 1.5, 2, 3), _blur),
    Distortion("Noise", "grey levels", (0, 20, 40, 60, 90, 120), _noise),
    Distortion("Contrast", "%", (100, 70, 50, 30, 20, 10), _contrast),
    Distortion("Inversion", "%", (0, 25, 40, 60, 75, 100), _invert),
)


def robustness(digits: Split, predict: Predict, progress: Progress = untold) -> tuple[Curve, ...]:
    """Return a curve for each of `DISTORTIONS` on a fixed sample of up to 2,000 digits.

    The digits are given to the model as they then are, not brought to MNIST's form again.
    `progress` is told the share done, 0..1.
    """
    indices = np.random.default_rng(_SEED).permutation(len(digits))[:SAMPLE]
    images, labels = digits.images[indices], digits.labels[indices]
    total, done, curves = sum(len(d.strengths) for d in DISTORTIONS), 0, []
    for distortion in DISTORTIONS:
        right = []
        for strength in distortion.strengths:
            predicted = predict(distortion.apply(images, strength))
            right.append(int((predicted == labels).sum()))
            done += 1
            progress(done / total)
        curves.append(_curve(distortion, right, len(labels)))
    return tuple(curves)


def _curve(distortion: Distortion, right: list[int], count: int) -> Curve:
    points = sorted(zip(distortion.strengths, right, strict=True))
    return Curve(
        distortion.title,
        distortion.unit,
        tuple(strength for strength, _ in points),
        tuple(n / count for _, n in points),
        tuple(wilson_interval(n, count) for _, n in points),
    )


def _warp(images: Images, matrix: NDArray[np.float64]) -> Images:
    return _each(images, lambda image: cv2.warpAffine(image, matrix, image.shape[::-1]))


def _each(images: Images, change: Callable[[Images], Images]) -> Images:
    return np.stack([change(image) for image in images])
