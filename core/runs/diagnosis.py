"""What the curves of a training say about it, and what one could do: a sentence from numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from core.files.json_files import number
from core.formats import percent
from core.runs.history import Record

CHANCE = 0.1135
"""The share of MNIST's test digits that are a 1: what whoever always answers 1 gets right."""

_LEARNED = 0.15  # an accuracy that guessing does not reach
_BETTER = 0.99  # of a loss: less of a change than this is none
_WORSE = 1.1
_FEW = 10  # a tenth of the epochs without a better one is no trend


class Trend(StrEnum):
    """How a training went."""

    DIVERGED = "diverged"
    NOTHING = "nothing"
    SHORT = "short"
    OVERFITTING = "overfitting"
    IMPROVING = "improving"
    FLAT = "flat"


@dataclass(frozen=True)
class Diagnosis:
    """A trend, since which epoch it holds, and the same as a sentence or two for people."""

    trend: Trend
    since: int
    words: str


@dataclass(frozen=True)
class _Curves:
    training: list[float]
    validation: list[float]
    accuracy: list[float]


def diagnosis(epochs: Sequence[Record]) -> Diagnosis | None:
    """Return what the history of a training by epoch says; None where there is none.

    By the losses: they move where the accuracy of a few digits does not. An epoch without a
    finite loss is one in which the training diverged.
    """
    curves = _finite(epochs)
    if epochs and "loss" in epochs[-1] and number(epochs[-1], "loss") is None:
        return Diagnosis(Trend.DIVERGED, len(curves.training) + 1, _DIVERGED)
    if not curves.training:
        return None
    if max(curves.accuracy) < _LEARNED:
        return _nothing(curves)
    if len(curves.training) == 1:
        return Diagnosis(Trend.SHORT, 1, "One epoch shows no trend yet: continue the training.")
    return _overfitting(curves) or _course(curves)


_DIVERGED = (
    "**Diverged**: the loss is no number any more, the steps were too large. Try a smaller "
    "learning rate."
)


def _finite(epochs: Sequence[Record]) -> _Curves:
    names = ("loss", "val_loss", "val_accuracy")
    rows = [[number(epoch, name) for name in names] for epoch in epochs]
    whole = [[float(v) for v in row if v is not None] for row in rows if None not in row]
    columns = [list(column) for column in zip(*whole, strict=True)] or [[], [], []]
    return _Curves(*columns)


def _nothing(curves: _Curves) -> Diagnosis:
    slow = curves.training[-1] < _BETTER * curves.training[0]
    rate = "larger" if slow else "smaller"
    words = (
        f"**Learned nothing**: {percent(max(curves.accuracy))} is chance (always answering 1 "
        f"gives {percent(CHANCE)}). Try a {rate} learning rate."
    )
    return Diagnosis(Trend.NOTHING, 1, words)


def _overfitting(curves: _Curves) -> Diagnosis | None:
    lowest = min(curves.validation)
    epoch = curves.validation.index(lowest)
    rises = curves.validation[-1] > _WORSE * lowest
    falls = curves.training[-1] < _BETTER * curves.training[epoch]
    if not (rises and falls):
        return None
    words = (
        f"**Overfitting** since epoch {epoch + 1}: the validation loss rises ({lowest:.3g} to "
        f"{curves.validation[-1]:.3g}) while the training loss falls ({curves.training[epoch]:.3g} "
        f"to {curves.training[-1]:.3g}). Try more digits, dropout or augmentation."
    )
    return Diagnosis(Trend.OVERFITTING, epoch + 1, words)


def _course(curves: _Curves) -> Diagnosis:
    since = _last_improvement(curves.validation)
    epochs = len(curves.validation)
    if since >= epochs - epochs // _FEW:
        words = "**Still improving**: the validation loss still falls. Continue training for more."
        return Diagnosis(Trend.IMPROVING, since, words)
    words = (
        f"**Flat** since epoch {since}: more epochs of this bring little. Try another network, "
        "learning rate or augmentation."
    )
    return Diagnosis(Trend.FLAT, since, words)


def _last_improvement(losses: Sequence[float]) -> int:
    """Return the last epoch whose loss was clearly lower than all before, counted from 1."""
    before = [float("inf"), *accumulate(losses[:-1], min)]
    better = [loss < _BETTER * least for loss, least in zip(losses, before, strict=True)]
    return max(epoch for epoch, is_better in enumerate(better, start=1) if is_better)
