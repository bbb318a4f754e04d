"""Many digits as one picture."""

import base64

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.montage import enlarged, montage, png_data_uri


@given(st.integers(1, 30), st.integers(1, 12))
def test_row_by_row(count: int, columns: int) -> None:
    """Digit i is at row i // columns, column i % columns; what is left over is black."""
    images = np.random.default_rng(count).integers(1, 256, (count, 28, 28), dtype=np.uint8)
    grid = montage(images, columns)
    rows = -(-count // columns)

    assert (rows * 28, columns * 28) == grid.shape
    for index in range(rows * columns):
        row, column = divmod(index, columns)
        cell = grid[row * 28 : row * 28 + 28, column * 28 : column * 28 + 28]
        expected = images[index] if index < count else np.zeros((28, 28), np.uint8)
        np.testing.assert_array_equal(expected, cell)


def test_enlarged() -> None:
    """Each pixel becomes a square with hard edges."""
    image = np.array([[1, 2], [3, 4]], np.uint8)

    expected = [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
    assert expected == enlarged(image, 2).tolist()


@pytest.mark.parametrize("shape", [(28, 28), (28, 56, 3)])
def test_png_data_uri(shape: tuple[int, ...]) -> None:
    """The PNG in the address holds exactly the picture's pixels."""
    image = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    head, data = png_data_uri(image).split(",")
    pixels = np.frombuffer(base64.b64decode(data), np.uint8)

    assert "data:image/png;base64" == head
    np.testing.assert_array_equal(image, cv2.imdecode(pixels, cv2.IMREAD_UNCHANGED))
