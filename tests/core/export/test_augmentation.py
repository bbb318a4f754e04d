"""A script changes digits in the same ways and within the same limits as the run did."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from core.config.augmentations import MIXTURES
from core.config.train_config import TrainConfig
from core.data.augmentation import Augmentation, augment
from core.data.mixture import Mixture
from core.data.offline import offline_digits
from core.export.augmentation import augmentation
from tests.core.export.made import executed, made

DIGITS = offline_digits().train.images[:250]
LABELS = offline_digits().train.labels[:250]
STILL = {"rotation": 0, "shift": 0, "scale": 0, "shear": 0, "thickness": 0}


def names_of(config: TrainConfig) -> dict[str, Any]:
    """What the section defines, on a few digits."""
    return executed(
        made(config),
        "Changing the digits",
        SEED=config.seed,
        BATCH_SIZE=config.batch_size,
        x_training=DIGITS[..., np.newaxis],
        y_training=LABELS,
    )


def changed(config: TrainConfig) -> np.ndarray:
    """A pass over the digits, in their order (n, 28, 28)."""
    batches = names_of(config)["ChangedDigits"]()
    images = np.concatenate([batches[number][0] for number in range(len(batches))])
    return images[np.argsort(batches.order), :, :, 0]


def box_sides(images: np.ndarray) -> np.ndarray:
    """The longer side of the box around the ink of each image."""
    ink = images > 0
    return np.maximum(ink.any(axis=1).sum(axis=1), ink.any(axis=2).sum(axis=1))


def off_centre(images: np.ndarray) -> np.ndarray:
    """How many whole pixels the mass of each image is off its place, down and across (n, 2)."""
    mass = images.sum(axis=(1, 2), dtype=float)
    places = np.arange(28)
    down = (images.sum(axis=2, dtype=float) @ places) / mass
    across = (images.sum(axis=1, dtype=float) @ places) / mass
    return -np.floor(14.5 - np.stack([down, across], axis=1))


def slant(images: np.ndarray) -> np.ndarray:
    """How much further right the ink is for each pixel further down (n,)."""
    y, x = np.mgrid[:28, :28]
    weights = images.astype(float)
    total = weights.sum(axis=(1, 2))
    mean = [(weights * axis).sum(axis=(1, 2)) / total for axis in (y, x)]
    dy, dx = (axis - m[:, None, None] for axis, m in zip((y, x), mean, strict=True))
    return (weights * dy * dx).sum(axis=(1, 2)) / (weights * dy * dy).sum(axis=(1, 2))


@pytest.mark.parametrize("augmentation", sorted(MIXTURES.keys() - {"off"}))
def test_named_ways(augmentation: str) -> None:
    """Each named way yields digits in MNIST's form, none blank and most of them changed."""
    images = changed(TrainConfig(augmentation=augmentation, batch_size=64))

    assert (np.uint8, (250, 28, 28)) == (images.dtype, images.shape)
    assert 255 == images.max(axis=(1, 2)).min()
    assert (images != DIGITS).any(axis=(1, 2)).mean() > 0.95
    assert np.abs(off_centre(images)).max() <= 1


def test_other_order_and_other_changes_in_each_epoch() -> None:
    """A pass holds every digit once with its own label; the next is ordered and changed anew."""
    batches = names_of(TrainConfig(augmentation="light", batch_size=128))["ChangedDigits"]()
    first, order = batches[0][0], batches.order.copy()
    labels = np.concatenate([batches[number][1] for number in range(len(batches))])

    assert [128, 122] == [len(batches[number][0]) for number in range(len(batches))]
    assert list(range(250)) == sorted(order)
    np.testing.assert_array_equal(LABELS[order], labels)
    batches.on_epoch_end()
    assert (order != batches.order).any()
    assert (first != batches[0][0]).any()


def test_without_strengths_digits_stay() -> None:
    """With nothing to change there is no such section, and the digits go in as they are."""
    assert augmentation(Mixture()) is None
    still = TrainConfig(augmentation="custom", **STILL)
    assert augmentation(still.mixture) is None


def test_nearly_nothing_leaves_digits_nearly_as_they_are() -> None:
    """What only passes through the canvas comes back in its place, a little smoother."""
    images = changed(TrainConfig(augmentation="custom", **STILL | {"shift": 0.5}))

    assert 0 == np.abs(off_centre(images)).max()
    assert np.abs(images.astype(float) - DIGITS).mean() < 12


@pytest.mark.parametrize("strength", ["rotation", "shear"])
def test_leaning(strength: str) -> None:
    """Turned and slanted digits lean as far to both sides as in the run, upright ones less."""
    most = {"rotation": 40.0, "shear": 0.6}[strength]
    config = TrainConfig(augmentation="custom", **STILL | {strength: most})
    rng = np.random.default_rng(0)
    leaning = slant(changed(config)) - slant(DIGITS)
    expected = slant(augment(DIGITS, config.mixture.augmentation, rng)) - slant(DIGITS)

    assert leaning.std() == pytest.approx(expected.std(), rel=0.25)
    assert np.abs(leaning.mean()) < 0.1


def test_size() -> None:
    """Digits grow and shrink around 20 pixels up to the share that was asked for."""
    sides = box_sides(changed(TrainConfig(augmentation="custom", **STILL | {"scale": 0.25})))

    assert 15 <= sides.min() <= 16
    assert 24 <= sides.max() <= 25


def test_place() -> None:
    """Digits move by up to the whole pixels that were asked for, to all sides."""
    images = changed(TrainConfig(augmentation="custom", **STILL | {"shift": 3, "scale": 0.1}))
    off = off_centre(images)

    assert {-3, -2, -1, 0, 1, 2, 3} == set(np.unique(off).astype(int))


@pytest.mark.parametrize("thickness", [1.0, 3.0])
def test_thickness(thickness: float) -> None:
    """Strokes become thicker and thinner about as much as in the run, and none vanishes."""
    config = TrainConfig(augmentation="custom", **STILL | {"thickness": thickness})
    rng = np.random.default_rng(0)
    expected = augment(DIGITS, config.mixture.augmentation, rng).sum(axis=(1, 2)) / DIGITS.sum()
    found = changed(config).sum(axis=(1, 2)) / DIGITS.sum()

    assert found.min() > 0
    assert found.mean() == pytest.approx(expected.mean(), rel=0.1)
    assert found.std() == pytest.approx(expected.std(), rel=0.3)


def test_every_strength_has_a_place_in_the_code() -> None:
    """No strength of our augmentation is forgotten: each changes what the section says."""
    everything = Augmentation(**{field.name: 1.0 for field in fields(Augmentation)})
    whole = augmentation(Mixture(everything)).code

    for field in fields(Augmentation):
        without = augmentation(Mixture(replace(everything, **{field.name: 0.0}))).code
        assert f'"{field.name}"' in whole
        assert f'"{field.name}"' not in without
