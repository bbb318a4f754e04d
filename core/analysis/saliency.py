"""Which pixels a model's prediction hangs on: occlusion and integrated gradients.

Both ask the model about changed copies of one digit, so they need its logits alone and no
gradients from TensorFlow. Where the slopes of a logit are known, they spare thousands of copies.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.analysis.progress import Progress, untold

FloatImages = NDArray[np.float32]
Logits = Callable[[FloatImages], NDArray[np.float32]]
"""From pixels of 0..255, (n, 28, 28), to logits, (n, 10)."""
Gradient = Callable[[FloatImages, int], NDArray[np.float64] | None]
"""From an image (28, 28) and a class to the slope of its logit by each pixel, None if unknown."""


def unknown(_image: FloatImages, _target: int) -> None:
    """Know no slope of any network."""


_PATCH = 5
_START = 8  # stretches of the way that are there from the beginning, shorter where ink is faint
_PLANNED, _MOST = 20, 160  # stretches before any pixel is looked at, and at most
_CANDIDATES = 9  # points of a stretch, of which one is chosen to take the slopes at
_NEARBY = 0.05  # of a stretch: how far apart two images are that give a slope
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
    5x5. Returns (28, 28) float64, negative where the prediction becomes surer without that ink.
    """
    side, reach = image.shape[0], _PATCH // 2
    copies = np.repeat(image[np.newaxis].astype(np.float32), side * side, axis=0)
    for pixel, copy in enumerate(copies):
        row, column = divmod(pixel, side)
        rows = slice(max(0, row - reach), row + reach + 1)
        columns = slice(max(0, column - reach), column + reach + 1)
        copy[rows, columns] = 0
    changed = np.flatnonzero((copies != image).any(axis=(1, 2)))
    falls = np.zeros(side * side)
    if len(changed):
        whole = float(logits(image[np.newaxis].astype(np.float32))[0, target])
        falls[changed] = whole - logits(copies[changed])[:, target]
    return falls.reshape(image.shape)


def integrated_gradients(
    image: NDArray[np.uint8],
    target: int,
    logits: Logits,
    progress: Progress = untold,
    gradient: Gradient = unknown,
) -> Attribution:
    """Return how the ink of each pixel makes the logit of `target`, from a blank image on.

    Sundararajan, Taly and Yan 2017, "Axiomatic Attribution for Deep Networks", with a slope for
    each pixel and stretch of the way, by `gradient` or, where it is unknown, by differences.
    Networks bend at thousands of places, so the stretches are short where the logit bends: first
    by what whole images tell, which costs little, then, until the contributions add up to the
    change of the logit within 1 %, by how far those of each stretch are from the change along it.
    None is ever scaled: `error` tells what is left. `progress` is told the share of the planned
    stretches done; more may follow.
    """
    way = _Way(image.astype(np.float32), target, logits, gradient)
    change = float(np.diff(way.heights(np.array([0.0, 1.0])))[0])
    if not image.any():
        return Attribution(np.zeros(image.shape), change, 0.0)
    edges = (np.arange(_START + 1) / _START) ** 2
    plan = [way.outline(start, end) for start, end in pairwise(edges.tolist())]
    while len(plan) < _PLANNED:
        plan = _halved(plan, max(plan, key=lambda part: abs(part.miss)), way.outline)
    parts = []
    for done, part in enumerate(plan):
        progress(done / len(plan))
        parts.append(way.explain(part.start, part.end))
    while abs(missed := sum(part.miss for part in parts)) > _TOLERANCE * abs(change):
        if len(parts) == _MOST:
            break
        progress(1.0)
        sign = np.sign(missed)
        parts = _halved(parts, max(parts, key=lambda part: part.miss * sign), way.explain)
    contributions = np.sum([part.contributions for part in parts], axis=0)
    return Attribution(contributions, change, abs(missed) / max(abs(change), 1e-9))


@dataclass(frozen=True, eq=False)
class _Stretch:
    """A stretch of the way, what each pixel contributes along it, and what that sums up to less
    the change of the logit, its `miss`. An outline has no contributions yet."""

    start: float
    end: float
    miss: float
    contributions: NDArray[np.float64]


class _Way:
    """The straight way from a blank image (share 0) to a digit (share 1): all ink grows alike."""

    def __init__(self, digit: FloatImages, target: int, logits: Logits, gradient: Gradient) -> None:
        self._digit, self._target = digit, target
        self._logits, self._gradient = logits, gradient
        self._points: dict[tuple[float, float], tuple[float, float]] = {}
        # Pixels without ink contribute nothing, whatever their slope: they are left out.
        self._ink = np.flatnonzero(digit)

    def heights(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the logit at each of `shares` (k,)."""
        return self._ask(shares[:, np.newaxis] * self._digit.reshape(1, -1))

    def outline(self, start: float, end: float) -> _Stretch:
        """Return a stretch as whole images tell it."""
        _, miss = self._best_point(start, end)
        return _Stretch(start, end, miss, np.zeros(0))

    def explain(self, start: float, end: float) -> _Stretch:
        """Return a stretch with the contributions along it, each pixel's by a slope of its own."""
        point, _ = self._best_point(start, end)
        slopes = self._gradient(np.float32(point) * self._digit, self._target)
        if slopes is None:
            contributions = self._by_differences(point, start, end)
        else:
            contributions = (end - start) * slopes * self._digit
        low, high = self.heights(np.array([start, end]))
        return _Stretch(start, end, float(contributions.sum() - (high - low)), contributions)

    def _by_differences(self, point: float, start: float, end: float) -> NDArray[np.float64]:
        pixels, count = self._digit.ravel(), len(self._ink)
        # Half of the pixels go up and half down: what bends on one side only averages out.
        near = np.where(np.arange(count) % 2, 1.0, -1.0) * _NEARBY
        copies = np.tile(point * pixels.astype(np.float64), (count + 1, 1))
        copies[np.arange(count), self._ink] += near * (end - start) * pixels[self._ink]
        *changed, unchanged = self._ask(copies)
        contributions = np.zeros(pixels.size)
        contributions[self._ink] = (np.array(changed) - unchanged) / near
        return contributions.reshape(self._digit.shape)

    def _best_point(self, start: float, end: float) -> tuple[float, float]:
        """Return where within a stretch the slope is most like its own, and what it misses."""
        if (start, end) not in self._points:  # looked for when it was planned
            self._points[start, end] = self._find_best_point(start, end)
        return self._points[start, end]

    def _find_best_point(self, start: float, end: float) -> tuple[float, float]:
        width = end - start
        points = start + (np.arange(_CANDIDATES) + 0.5) / _CANDIDATES * width
        near = _NEARBY / 2 * width
        heights = self.heights(np.concatenate([points - near, points + near, [start, end]]))
        below, above = heights[:-2].reshape(2, -1)
        misses = (above - below) / _NEARBY - (heights[-1] - heights[-2])
        best = int(np.abs(misses).argmin())
        return float(points[best]), float(misses[best])

    def _ask(self, pixels: NDArray[np.floating]) -> NDArray[np.float64]:
        images = pixels.reshape(-1, *self._digit.shape).astype(np.float32)
        return self._logits(images)[:, self._target].astype(np.float64)


def _halved(
    parts: list[_Stretch], chosen: _Stretch, make: Callable[[float, float], _Stretch]
) -> list[_Stretch]:
    middle = (chosen.start + chosen.end) / 2
    others = [part for part in parts if part is not chosen]
    return [*others, make(chosen.start, middle), make(middle, chosen.end)]
