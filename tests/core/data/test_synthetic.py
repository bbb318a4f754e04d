"""The synthetic writer: its digits can be read, its pictures of no digit cannot."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.offline import offline_digits
from core.data.synthetic import nondigits, with_defects, write
from core.data.synthetic.nondigits import _DOODLES, _SPOILS
from core.data.synthetic.pen import curve, draw, parse, written
from core.data.synthetic.signs import SIGNS
from core.data.synthetic.styles import STYLES

SHAPES = [(digit, text) for digit, texts in STYLES.items() for text in texts]


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_every_digit_has_styles_of_its_own() -> None:
    """Each of the ten digits is known in several styles, and no style stands for two digits."""
    assert list(range(10)) == sorted(STYLES)
    assert all(len(texts) > 3 for texts in STYLES.values())
    assert 1 == max(Counter(text for _, text in SHAPES).values())
    assert not {text for _, text in SHAPES} & set(SIGNS)


@pytest.mark.parametrize("text", [*(text for _, text in SHAPES), *SIGNS])
def test_every_shape_is_written(text: str) -> None:
    """A shape fills MNIST's box of 20 pixels in its longer direction and stays in the image."""
    ink = written(parse(text), rng()) > 0
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    longer = max(np.ptp(rows), np.ptp(columns)) + 1

    assert 20 <= longer <= 25  # the pen's width comes on top
    assert 0.02 < ink.mean() < 0.6


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_written_digits(count: int, seed: int) -> None:
    """So many images and labels as asked for; the same state of the generator, the same digits."""
    images, labels = write(count, rng(seed))

    assert ((count, 28, 28), np.uint8) == (images.shape, images.dtype)
    assert ((count,), np.uint8) == (labels.shape, labels.dtype)
    assert (labels < 10).all()
    np.testing.assert_array_equal(images, write(count, rng(seed))[0])


def test_all_digits_are_written() -> None:
    """All ten come, those with the most forms most often."""
    counts = np.bincount(write(3000, rng())[1], minlength=10)

    assert counts.min() > 100
    assert {1, 7} == set(np.argsort(counts)[-2:].tolist())


def test_no_two_are_alike() -> None:
    """A style is written otherwise each time."""
    shape = parse(STYLES[3][0])
    seven = rng()

    assert 20 == len({written(shape, seven).tobytes() for _ in range(20)})


def test_curves_pass_through_their_points() -> None:
    """A curve holds each of its points and ends where they end."""
    points = rng().uniform(0, 28, (6, 2))
    line = curve(points)

    for point in points:
        assert np.abs(line - point).sum(axis=1).min() < 1e-9
    np.testing.assert_allclose(points[[0, -1]], line[[0, -1]])


@pytest.mark.parametrize("pen", [1.0, 2.0, 3.0])
def test_pen(pen: float) -> None:
    """A straight line is as wide as the pen, to half a pixel."""
    line = draw([np.array([[4.0, 14.0], [24.0, 14.0]])], pen)

    assert pen == pytest.approx(line[:, 14].sum() / 255, abs=0.5)


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 2**32 - 1))
def test_nondigits(count: int, seed: int) -> None:
    """So many pictures as asked for, none blank, from however few digits."""
    images, labels = write(3, rng(1))
    made = nondigits(count, images, labels, rng(seed))

    assert ((count, 28, 28), np.uint8) == (made.shape, made.dtype)
    np.testing.assert_array_equal(made, nondigits(count, images, labels, rng(seed)))


@pytest.mark.parametrize("doodle", _DOODLES)
def test_doodles(doodle: object) -> None:
    """Every doodle leaves ink, and another each time."""
    generator = rng()
    drawn = [draw(doodle(generator), 2) for _ in range(30)]  # type: ignore[operator]

    assert all(image.max() == 255 for image in drawn)
    assert len({image.tobytes() for image in drawn}) > 25


@pytest.mark.parametrize("spoil", _SPOILS)
def test_spoilt_digits(spoil: object) -> None:
    """A digit that was spoilt is none of the digits it was made from."""
    digits = offline_digits().train
    for seed in range(20):
        spoilt = spoil(digits.images, digits.labels, rng(seed))  # type: ignore[operator]
        assert not (digits.images == spoilt).all(axis=(1, 2)).any()


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 2**32 - 1))
def test_defects(count: int, seed: int) -> None:
    """However a digit is broken or joined, it stays in the image and keeps most of its ink."""
    images, labels = write(count, rng(seed))
    faulty = with_defects(images, labels, rng(seed))

    assert (images.shape, images.dtype) == (faulty.shape, faulty.dtype)
    assert (faulty.max(axis=(1, 2)) > 127).all()
    np.testing.assert_array_equal(faulty, with_defects(images, labels, rng(seed)))


def test_every_defect_comes() -> None:
    """Some digits lose ink, some get more, and some fill the square."""
    digits = offline_digits().train
    zeros = digits.images[digits.labels == 0][:1].repeat(200, axis=0)
    faulty = with_defects(zeros, np.zeros(200, np.uint8), rng())
    ink = faulty.sum(axis=(1, 2)) / zeros[0].sum()
    widths = np.array([np.ptp(np.flatnonzero(image.any(axis=0))) + 1 for image in faulty])

    assert (ink < 0.99).mean() > 0.2
    assert (widths == 20).mean() > 0.05
    assert (widths < 20).mean() > 0.3
