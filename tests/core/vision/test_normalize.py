"""Ink becomes a 28x28 image as MNIST's makers made theirs."""

import gzip
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.vision import normalize
from core.vision.normalize import fit_box, resample_area

INK = arrays(
    np.float32,
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
    elements=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
).filter(lambda ink: bool(ink.any()))


def seven(height: int = 120) -> NDArray[np.float32]:
    """A drawn 7, white on black, on a canvas of 280x280."""
    canvas = np.zeros((280, 280), np.uint8)
    width, pen = round(height * 0.6), max(2, height // 10)
    corners = np.array([(60, 50), (60 + width, 50), (60 + width // 3, 50 + height)], np.int32)
    cv2.polylines(canvas, [corners], False, 255, pen, cv2.LINE_AA)
    return canvas.astype(np.float32) / 255


def centre_of_mass(image: NDArray[np.uint8]) -> tuple[float, float]:
    mass = image.astype(np.float64)
    y, x = np.indices(image.shape)
    return float((y * mass).sum() / mass.sum()), float((x * mass).sum() / mass.sum())


@settings(max_examples=150, deadline=None)
@given(INK)
def test_result_has_mnist_format(ink: NDArray[np.float32]) -> None:
    """(28, 28) uint8, up to 255, the ink within 20x20."""
    image = normalize(ink)
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8
    assert image.max() == 255
    rows, columns = np.flatnonzero(image.any(1)), np.flatnonzero(image.any(0))
    assert np.ptp(rows) < 20
    assert np.ptp(columns) < 20


@settings(max_examples=150, deadline=None)
@given(INK)
def test_centre_of_mass_is_where_mnist_has_it_or_ink_touches_the_edge(
    ink: NDArray[np.float32],
) -> None:
    """The centre of mass lies in (13.5, 14.5] unless the ink already reaches the border."""
    image = normalize(ink)
    for axis, mass in zip((1, 0), centre_of_mass(image), strict=True):
        profile = image.any(axis=axis)
        assert 13.5 < mass <= 14.5 or profile[0] or profile[-1]


@settings(max_examples=100, deadline=None)
@given(INK)
def test_no_ink_is_lost_by_centring(ink: NDArray[np.float32]) -> None:
    """The 28x28 image carries exactly the ink of the 20x20 box."""
    assert normalize(ink).sum(dtype=int) == fit_box(ink).sum(dtype=int)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_place_on_the_canvas_does_not_matter(down: int, right: int) -> None:
    """A moved drawing gives the same image."""
    moved = np.roll(seven(), (down, right), axis=(0, 1))
    np.testing.assert_array_equal(normalize(moved), normalize(seven()))


@pytest.mark.parametrize("height", [40, 80, 200])
def test_size_hardly_matters(height: int) -> None:
    """The same digit drawn smaller or larger fills the 20x20 box nearly the same way."""
    difference = fit_box(seven(height)).astype(float) - fit_box(seven())
    assert np.abs(difference).mean() < 10


def test_aspect_is_kept() -> None:
    """A 1 stays slim: 20 pixels tall and as wide as its share."""
    stroke = np.ones((100, 10), np.float32)
    image = normalize(stroke)
    assert image.any(axis=1).sum() == 20
    assert image.any(axis=0).sum() == 2


def test_a_tiny_digit_is_not_blown_up() -> None:
    """Less than 10 pixels are padded to 10 before resampling."""
    image = normalize(np.ones((5, 5), np.float32))
    assert 10 <= image.any(axis=0).sum() <= 11


def test_resampling_by_area_keeps_the_mean() -> None:
    """Area resampling neither adds nor loses ink, up or down."""
    square = np.random.default_rng(0).random((33, 33))
    for side in (20, 50):
        assert resample_area(square, side).mean() == pytest.approx(square.mean())


def test_no_ink_is_an_error_that_says_so() -> None:
    """An empty picture cannot be normalised."""
    with pytest.raises(DigitLabError, match="no ink"):
        normalize(np.zeros((28, 28), np.float32))


@pytest.mark.skipif("DIGITS_DATA_DIR" not in os.environ, reason="DIGITS_DATA_DIR names no MNIST")
def test_mnist_stays_as_it_is() -> None:
    """MNIST's own images come back within 3 grey levels, nearly all of them."""
    path = Path(os.environ["DIGITS_DATA_DIR"]) / "t10k-images-idx3-ubyte.gz"
    if not path.exists():
        pytest.skip(f"{path.name} is not in DIGITS_DATA_DIR")
    pixels = np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8, offset=16)
    images = pixels.reshape(-1, 28, 28)[:1000]
    differences = [np.abs(normalize(image).astype(int) - image).max() for image in images]
    assert np.mean(np.array(differences) <= 3) > 0.99
