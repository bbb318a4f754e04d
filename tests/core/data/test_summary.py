from collections.abc import Collection
from pathlib import Path

import numpy as np
import pytest

from core.data import BoundingBox, Split, class_counts, digit_statistics, load, mean_images, select


@pytest.fixture
def split() -> Split:
    """Digits 3, 1, 3, 7 of the constant grey values 10, 20, 30, 40."""
    greys = np.array([10, 20, 30, 40], np.uint8)
    images = np.broadcast_to(greys[:, np.newaxis, np.newaxis], (4, 28, 28))
    return Split(images, np.array([3, 1, 3, 7], np.uint8))


def test_class_counts(split: Split) -> None:
    """Ten counts, absent digits with 0."""
    counts = class_counts(split.labels)

    assert counts.tolist() == [0, 1, 0, 2, 0, 0, 0, 1, 0, 0]
    assert counts.dtype == np.int64


def test_mean_images(split: Split) -> None:
    """The mean of each digit's images, in grey values; zeros where there are none."""
    means = mean_images(split)

    assert means.shape == (10, 28, 28)
    assert means.dtype == np.float32
    assert means[:, 0, 0].tolist() == [0, 20, 0, 20, 0, 0, 0, 40, 0, 0]


def test_mean_images_of_many(real_mnist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of images do not cost the mean its precision."""
    monkeypatch.setenv("DIGITS_DATA_DIR", str(real_mnist))
    train = load().train

    exact = train.images[train.labels == 1].mean(axis=0, dtype=np.float64)

    np.testing.assert_allclose(mean_images(train)[1], exact, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (None, [0, 1, 2, 3]),
        ((), [0, 1, 2, 3]),
        ({3}, [0, 2]),
        ([7, 1], [1, 3]),
        ({5}, []),
    ],
)
def test_select(split: Split, labels: Collection[int] | None, expected: list[int]) -> None:
    """Indices in ascending order; no choice of labels means every digit."""
    indices = select(split, labels)

    assert indices.tolist() == expected
    assert indices.dtype == np.int64


def test_digit_statistics() -> None:
    """A bar of 2 x 4 pixels, the lower row twice as bright."""
    image = np.zeros((28, 28), np.uint8)
    image[10, 5:9] = 100
    image[11, 5:9] = 200

    statistics = digit_statistics(image)

    assert statistics.ink_share == pytest.approx(8 / 784)
    assert statistics.bounding_box == BoundingBox(top=10, left=5, bottom=12, right=9)
    assert (statistics.bounding_box.height, statistics.bounding_box.width) == (2, 4)
    assert statistics.centre_of_mass == pytest.approx((10 + 2 / 3, 6.5))


def test_blank_digit() -> None:
    """An image without ink has neither a box nor a centre."""
    statistics = digit_statistics(np.zeros((28, 28), np.uint8))

    assert statistics.ink_share == 0
    assert statistics.bounding_box is None
    assert statistics.centre_of_mass is None
