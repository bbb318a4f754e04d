"""What a model would say of one digit if it were turned, moved, thickened, blurred."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.analysis.distortions import (
    Distort,
    Images,
    add_noise,
    blur,
    rotate,
    scale,
    shift,
    shift_down,
    thicken,
)
from core.inference.classifier import Classifier
from core.inference.prediction import Prediction, predicted, predictions
from core.vision.normalize import normalize

Image = NDArray[np.uint8]
Amounts = Mapping[str, float]
"""How far a digit is changed, by the names of `CHANGES`; what is missing leaves it as it is."""
Question = Literal["rotation", "shift", "thickness"]

_MOST_POINTS = 61  # of a curve: as many as are asked about at once without anybody noticing
_CHUNK = 64  # images of a search asked about at once: most answers are near


@dataclass(frozen=True)
class Change:
    """A way to change a digit: amounts from `low` to `high` in steps, `neutral` leaving it."""

    title: str
    unit: str
    low: float
    high: float
    step: float
    apply: Distort
    neutral: float = 0

    @property
    def amounts(self) -> tuple[float, ...]:
        """All amounts, ascending."""
        count = round((self.high - self.low) / self.step) + 1
        return tuple(round(self.low + i * self.step, 9) for i in range(count))


def _clockwise(images: Images, degrees: float) -> Images:
    return rotate(images, -degrees)


CHANGES: Mapping[str, Change] = {
    "thickness": Change("Stroke thickness", "pixels a side", -1.5, 3, 0.25, thicken),
    "scale": Change("Scale", "%", 40, 160, 5, scale, neutral=100),
    "rotation": Change("Rotation", "degrees", -180, 180, 1, _clockwise),
    "shift_x": Change("Shift right", "pixels", -10, 10, 1, shift),
    "shift_y": Change("Shift down", "pixels", -10, 10, 1, shift_down),
    "blur": Change("Blur", "pixels", 0, 3, 0.25, blur),
    "noise": Change("Noise", "grey levels", 0, 120, 5, add_noise),
}
"""The changes in the order that they are made in: the pen, then its place, then the camera."""


@dataclass(frozen=True, eq=False)
class Curve:
    """What a model says of a digit along one change: at `amounts` (k,), ascending, `present` too.

    `probabilities` (k, 10); `is_digit` (k,) bool.
    """

    change: str
    amounts: tuple[float, ...]
    present: float
    probabilities: NDArray[np.float64]
    is_digit: NDArray[np.bool_]


@dataclass(frozen=True)
class Flip:
    """The smallest change that gives another answer: its amounts by name, and that answer."""

    amounts: Amounts
    prediction: Prediction


def changed(image: Image, amounts: Amounts, *, prepare_again: bool = False) -> Image:
    """Return a digit (28, 28) uint8 changed by all of `amounts`, as CHANGES goes.

    Unless it is prepared again, the model gets it as it then is: off the middle, larger, ...
    """
    for name, change in CHANGES.items():
        amount = amounts.get(name, change.neutral)
        if amount != change.neutral:
            image = change.apply(image[np.newaxis], amount)[0]
    return _prepared(image) if prepare_again and any(_effective(amounts)) else image


def curve(
    image: Image,
    amounts: Amounts,
    along: str,
    classifier: Classifier,
    *,
    prepare_again: bool = False,
) -> Curve:
    """Return what the model says along one change, the others staying at `amounts`."""
    change = CHANGES[along]
    present = amounts.get(along, change.neutral)
    every = -(-len(change.amounts) // _MOST_POINTS)
    points = tuple(sorted({*change.amounts[::every], change.neutral, present}))
    change_by = partial(changed, image, prepare_again=prepare_again)
    said = classifier(np.stack([change_by({**amounts, along: point}) for point in points]))
    return Curve(along, points, present, said.probabilities, said.is_digit)


def smallest_flips(
    image: Image, classifier: Classifier, *, prepare_again: bool = False
) -> dict[Question, Flip | None]:
    """Return the smallest rotation, shift and change of thickness that change the answer.

    Another answer is another digit, or none. None where no amount of those searched changes it.
    """
    change_by = partial(changed, image, prepare_again=prepare_again)
    (before,) = predictions([image], classifier)
    return {
        question: _first_flip(searched(question), before, classifier, change_by)
        for question in ("rotation", "shift", "thickness")
    }


def searched(question: Question) -> tuple[Amounts, ...]:
    """Return the amounts that are searched for a flip, the smallest first."""
    if question == "rotation":
        return _outwards("rotation", range(1, 181))
    if question == "thickness":
        finest = CHANGES["thickness"]
        steps = (a for a in finest.amounts if a > 0)
        return tuple(a for a in _outwards("thickness", steps) if a["thickness"] >= finest.low)
    across, down = CHANGES["shift_x"].amounts, CHANGES["shift_y"].amounts
    places = sorted(product(across, down), key=lambda place: np.hypot(*place))
    return tuple({"shift_x": x, "shift_y": y} for x, y in places if x or y)


def _outwards(name: str, sizes: Iterable[float]) -> tuple[Amounts, ...]:
    return tuple({name: sign * size} for size in sizes for sign in (1, -1))


def _first_flip(
    candidates: Sequence[Amounts],
    before: Prediction,
    classifier: Classifier,
    change_by: Callable[[Amounts], Image],
) -> Flip | None:
    for start in range(0, len(candidates), _CHUNK):
        some = candidates[start : start + _CHUNK]
        said = predicted(classifier(np.stack([change_by(amounts) for amounts in some])))
        for amounts, prediction in zip(some, said, strict=True):
            if prediction.answer != before.answer:
                return Flip(amounts, prediction)
    return None


def _effective(amounts: Amounts) -> Iterable[bool]:
    return (amount != CHANGES[name].neutral for name, amount in amounts.items())


def _prepared(image: Image) -> Image:
    return normalize(image) if image.any() else image
