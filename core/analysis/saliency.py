"""Which pixels a model's answer hangs on: occlusion and integrated gradients.

Both ask the model about changed copies of one digit, so they need its answers alone and no
gradients from TensorFlow.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatImages = NDArray[np.float32]
Logits = Callable[[FloatImages], NDArray[np.float32]]
"""From pixels of 0..255, (n, 28, 28), to logits, (n, 10)."""

_PATCH = 5
_STEP = 0.5  # grey levels either way, for the slope at a point
_POINTS = (16, 32)  # along the path, more where the sum does not come out yet
_TOLERANCE = 0.01  # of the change that is to be explained


@dataclass(frozen=True, eq=False)
class Attribution:
    """What each pixel contributes (28, 28) float64 to `change`, the logit's above a blank image.

    `error` is how far the sum of all contributions is from it, as a share of it.
    """

    contributions: NDArray[np.float64]
    change: float
    error: float


def occlusion(image: NDArray[np.uint8], target: int, logits: Logits) -> NDArray[np.float64]:
    """Return by how much the logit of `target` falls when the ink around each pixel is erased.

    Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks"; a patch of
    5x5. Returns (28, 28) float64, negative where the answer becomes surer without that ink.
    """
    side, reach = image.shape[0], _PATCH // 2
    copies = np.repeat(image[np.newaxis].astype(np.float32), side * side, axis=0)
    for place, copy in enumerate(copies):
        row, column = divmod(place, side)
        rows = slice(max(0, row - reach), row + reach + 1)
        columns = slice(max(0, column - reach), column + reach + 1)
        copy[rows, columns] = 0
    changed = np.flatnonzero((copies != image).any(axis=(1, 2)))
    falls = np.zeros(side * side)
    if len(changed):
        whole = float(logits(image[np.newaxis].astype(np.float32))[0, target])
        falls[changed] = whole - logits(copies[changed])[:, target]
    return falls.reshape(image.shape)


def integrated_gradients(image: NDArray[np.uint8], target: int, logits: Logits) -> Attribution:
    """Return how the ink of each pixel makes the logit of `target`, from a blank image on.

    Sundararajan, Taly and Yan 2017, "Axiomatic Attribution for Deep Networks", with slopes by
    central differences at the middle of each stretch of the way. More stretches are taken until
    the contributions add up to the change of the logit within 1 %, at most 32: `error` tells.
    """
    digit = image.astype(np.float32)
    ends = logits(np.stack([np.zeros_like(digit), digit]))[:, target]
    change = float(ends[1] - ends[0])
    attribution = Attribution(np.zeros(image.shape), change, 0.0 if change == 0 else 1.0)
    for points in _POINTS:
        contributions = _mean_slopes(digit, target, logits, points) * digit
        error = abs(float(contributions.sum()) - change) / max(abs(change), 1e-9)
        attribution = Attribution(contributions, change, error)
        if error <= _TOLERANCE:
            break
    return attribution


def _mean_slopes(
    digit: FloatImages, target: int, logits: Logits, points: int
) -> NDArray[np.float64]:
    # Pixels without ink contribute nothing, whatever their slope: they are left out.
    ink = np.flatnonzero(digit)
    slopes = np.zeros(digit.size)
    if not len(ink):
        return slopes.reshape(digit.shape)
    edges = (np.arange(points + 1) / points) ** 3  # closer together where the ink is faint
    for share, weight in zip((edges[:-1] + edges[1:]) / 2, np.diff(edges), strict=True):
        nearby = np.repeat((share * digit).reshape(1, -1), 2 * len(ink), axis=0)
        nearby[np.arange(len(ink)), ink] += _STEP
        nearby[len(ink) + np.arange(len(ink)), ink] -= _STEP
        answers = logits(nearby.reshape(-1, *digit.shape))[:, target].astype(np.float64)
        slopes[ink] += weight * (answers[: len(ink)] - answers[len(ink) :]) / (2 * _STEP)
    return slopes.reshape(digit.shape)
