"""Fine-tuning: a run goes on from its weights, on drawings mixed with its training digits."""

from dataclasses import replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from core.config.fine_tuning import SHARE
from core.config.train_config import SETTINGS, TrainConfig
from core.data import Dataset, Split
from core.data.drawing_file import digest_of
from core.errors import DigitLabError
from core.formats import count, counted
from core.runs.fine_tuning import FineTuning
from core.runs.lesson import Lesson, read_lesson, write_lesson
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.time_estimate import planned_seconds

FEWEST = 10
"""Drawings, half of which are held back: from fewer nothing can be learned that could be shown."""

_DIGITS = 100_000
"""Of the training digits that are shown again, in so many epochs as that takes of those there are.

Fewer, 5,000 of MNIST's in five epochs, cost more of what a run had known than the drawings did.
"""
_MOST_EPOCHS = 10
_LEARNING_RATE = 0.001
_SECONDS = 20.0
"""As planned on two idle cores: a slow network sees fewer of its training digits again."""
_SLACK = 1e-9  # a hundred times 0.29 is 28.999999999999996


def fine_tuning_config(base: TrainConfig, training_digits: int) -> TrainConfig:
    """Return how a run made as `base` is trained on, for a data set of so many training digits.

    All that makes its network, and the digits it holds back, stay as they are.
    """
    seen = training_digits * (1 - base.validation_fraction) * base.train_fraction
    config = replace(
        base,
        epochs=min(_MOST_EPOCHS, ceil(_DIGITS / seen)),
        batch_size=128,
        optimizer="adam",
        schedule="one_cycle",
        learning_rate=_LEARNING_RATE,
        monitor="last",  # the best by training digits alone would be that of the least change
        patience=0,
    )
    part = min(1.0, _SECONDS / planned_seconds(config, training_digits))
    hundredths = floor(100 * base.train_fraction * part + _SLACK)
    return replace(config, train_fraction=max(1, hundredths) / 100)


def fine_tune(
    store: RunStore,
    base: Run,
    dataset: Dataset,
    drawings: Split,
    share: float = float(SHARE.default),
    seed: int = 0,
    user: str | None = None,
) -> Run:
    """Make a run of `user`, queued, that goes on from `base` on a half of `drawings`; return it.

    Raises `DigitLabError` for drawings too few or too much alike, for a share out of range, and
    for a base without a sound model, at work, or made for other digits than `dataset`.
    """
    SHARE.check("share", share)
    SETTINGS["seed"].check("seed", seed)
    lesson = lesson_of(base, dataset, drawings, seed)
    tuning = FineTuning(base.id, base.title, share, seed)
    config = fine_tuning_config(base.info.config, len(dataset.train))
    return store.create(
        config,
        dataset,
        user,
        fine_tuning=tuning,
        fill=lambda folder: write_lesson(folder, lesson, base),
    )


def lesson_of(base: Run, dataset: Dataset, drawings: Split, seed: int = 0) -> Lesson:
    """Return what `base` would learn from and be judged by; raise `DigitLabError` as `fine_tune`.

    What it, or a run that it came from, learned from before is not held back.
    """
    _check_base(base, dataset)
    before = read_lesson(base)
    return divided(drawings, seed, frozenset() if before is None else before.digests)


def divided(drawings: Split, seed: int, known: frozenset[str] = frozenset()) -> Lesson:
    """Return the drawings in halves, each class in halves too, drawn by `seed`.

    The same pixels count once, by the first of their labels: several people may have kept them.
    What is `known` by its digest is not held back: it was learned from before. Raises
    `DigitLabError` for drawings too few, or of one class only.
    """
    drawings = _each_once(drawings)
    _check_enough(drawings)
    is_new = np.array([digest_of(image) not in known for image in drawings.images])
    if is_new.sum() < 2:
        raise DigitLabError(
            f"This run has learned from {count(int((~is_new).sum()))} of these drawings before, so "
            "that too few are left to judge it by. Save some new ones, or fine-tune the run that "
            "it came from."
        )
    rng = np.random.default_rng(seed)
    new = rng.permutation(np.flatnonzero(is_new))
    by_class = new[np.argsort(drawings.labels[new], kind="stable")]
    learned = np.sort(np.concatenate([by_class[::2], np.flatnonzero(~is_new)]))
    return Lesson(_part(drawings, learned), _part(drawings, np.sort(by_class[1::2])), known)


def _each_once(drawings: Split) -> Split:
    digests = [digest_of(image) for image in drawings.images]
    _, first = np.unique(digests, return_index=True)
    return _part(drawings, np.sort(first))


def _check_enough(drawings: Split) -> None:
    if len(drawings) < FEWEST:
        raise DigitLabError(
            f"{counted(len(drawings), 'drawing')} cannot teach a run: save {FEWEST} or more on the "
            "Predict page, twenty are better. Half of them are held back to judge by."
        )
    if len(classes := np.unique(drawings.labels)) < 2:
        raise DigitLabError(
            f"All {len(drawings)} drawings are labelled {classes[0]}: a run would learn to answer "
            "nothing else. Save drawings of other digits, too."
        )


def _check_base(base: Run, dataset: Dataset) -> None:
    if base.status.state.is_active or not base.is_usable:
        raise DigitLabError(
            f"{base.id} cannot be fine-tuned now: it is {base.status.state}, and "
            f"{'at work' if base.status.state.is_active else 'has no model'}. Choose another run."
        )
    if base.info.fingerprint != dataset.fingerprint:
        raise DigitLabError(
            f"{base.id} learned from the {base.info.dataset_title}, and here is the "
            f"{dataset.title}: a run is fine-tuned beside its own training digits."
        )


def _part(drawings: Split, rows: NDArray[np.int64]) -> Split:
    return Split(drawings.images[rows], drawings.labels[rows])
