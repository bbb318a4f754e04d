"""Robustness to what a model was not trained on: accuracy against the strength of a distortion."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.analysis.distortions import (
    Distort,
    Images,
    add_noise,
    blur,
    invert,
    lower_contrast,
    rotate,
    scale,
    shift,
    thicken,
)
from core.analysis.progress import Progress, untold
from core.data import Split
from core.metrics import wilson_interval

Predict = Callable[[Images], NDArray[np.int64]]
"""From digits (n, 28, 28) to their classes (n,)."""

SAMPLE = 2000
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


DISTORTIONS = (
    Distortion("Rotation", "degrees", (0, 10, 20, 30, 45, 60), rotate),
    Distortion("Shift", "pixels", (0, 1, 2, 3, 4, 6), shift),
    Distortion("Scale", "%", (100, 85, 70, 55, 120, 140), scale),
    Distortion("Stroke thickness", "pixels a side", (0, 1, 2, -1), thicken),
    Distortion("Blur", "pixels", (0, 0.5, 1, 1.5, 2, 3), blur),
    Distortion("Noise", "grey levels", (0, 20, 40, 60, 90, 120), add_noise),
    Distortion("Contrast", "%", (100, 70, 50, 30, 20, 10), lower_contrast),
    Distortion("Inversion", "%", (0, 25, 40, 60, 75, 100), invert),
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
