"""Digits and pictures as pictures to look at."""

import base64

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures.annotated_picture import (
    Mark,
    PictureView,
    boxed,
    jpeg,
    picture_view,
    preprocessing_images,
)
from core.figures.montage import enlarged, montage, png_data_uri
from core.vision import Box, Picture, read_picture

PAPER = np.uint8(255)
ORANGE, PURPLE = (231, 99, 0), (131, 45, 182)


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


def test_jpeg() -> None:
    """The file holds the colours as they were, even where one pixel's differs from the next."""
    image = np.full((40, 40, 3), 255, np.uint8)
    image[::4] = ORANGE
    file = jpeg(image)
    seen = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_COLOR_RGB)

    assert file.startswith(b"\xff\xd8")
    assert np.abs(seen.astype(int) - image).mean() < 4


def ring(height: int, width: int, *, centre: tuple[int, int], radius: int) -> Picture:
    """A black ring on white paper, and what was found of it."""
    rgba = np.full((height, width, 4), PAPER)
    cv2.circle(rgba, centre, radius, (0, 0, 0, 255), max(2, radius // 5))
    return read_picture(rgba)


def test_view_is_as_small_as_the_ink() -> None:
    """A large picture is shown at the size at which it was looked at, a small one as it is."""
    large = picture_view(ring(1500, 2048, centre=(700, 700), radius=300))
    small = picture_view(ring(60, 50, centre=(25, 30), radius=15))

    assert ((750, 1024, 3), (750, 1024)) == (large.rgb.shape, large.ink.shape)
    assert (0.5, 0.5) == large.scale
    assert ((60, 50, 3), (1.0, 1.0)) == (small.rgb.shape, small.scale)


def test_view_shows_ink_light_on_dark() -> None:
    """Where the picture is dark on light, its ink is light on dark."""
    view = picture_view(ring(60, 50, centre=(25, 30), radius=15))
    pen = view.rgb[..., 0] < 50

    assert view.ink[pen].min() > 200
    assert view.ink[view.rgb[..., 0] == 255].max() < 50


@pytest.mark.parametrize(("pen", "paper"), [(0, 255), (255, 0)])
def test_transparent_picture_is_shown_on_paper(pen: int, paper: int) -> None:
    """Strokes on nothing are shown on what they can be seen on, in light pages and dark ones."""
    rgba = np.zeros((40, 40, 4), np.uint8)
    rgba[10:30, 15:20] = pen, pen, pen, 255
    ink = rgba[..., 3] / np.float32(255)
    view = picture_view(Picture(rgba, ink, "contrast", Box(0, 0, 1, 1), ()))

    assert pen == view.rgb[20, 17].max()
    assert paper == view.rgb[2, 2].min()


def test_empty_picture_has_a_view() -> None:
    """Nothing at all is shown as paper."""
    rgba = np.zeros((30, 20, 4), np.uint8)
    view = picture_view(
        Picture(rgba, np.zeros((30, 20), np.float32), "contrast", Box(0, 0, 1, 1), ())
    )

    assert (30, 20, 3) == view.rgb.shape
    assert 1 == len(np.unique(view.rgb))


def blank_view(height: int, width: int, scale: float = 1.0) -> PictureView:
    """White paper."""
    return PictureView(
        np.full((height, width, 3), PAPER), np.zeros((height, width), np.uint8), (scale, scale)
    )


def coloured(image: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """Where an image has a colour: rows and columns."""
    return np.argwhere((image == colour).all(axis=2))


def test_box_is_drawn_around_the_digit() -> None:
    """The frame lies just outside the box, in its colour; what is inside is untouched."""
    box = Box(300, 200, 150, 220)
    image = boxed(blank_view(800, 1000), [Mark(box, "6", "#e76300")])
    below_label = coloured(image, ORANGE)
    below_label = below_label[below_label[:, 0] > 200]

    assert (800, 1000, 3) == image.shape
    assert 255 == image[box.y : box.bottom, box.x : box.right].min()
    assert [292, 458] == pytest.approx([*np.quantile(below_label[:, 1], [0, 1])], abs=6)
    assert 428 == pytest.approx(below_label[:, 0].max(), abs=6)


def test_box_is_drawn_where_the_digit_is_in_the_view() -> None:
    """A box tells the picture's own pixels, of which the view may show fewer."""
    mark = Mark(Box(1200, 800, 600, 880), "6", "#e76300")
    image = boxed(blank_view(800, 1000, scale=0.25), [mark])

    assert 255 == image[200:420, 300:450].min()
    assert len(coloured(image[190:430, 285:465], ORANGE))


def test_small_picture_is_enlarged_with_hard_edges() -> None:
    """So that a label can be read on 28x28 pixels, each of them becomes a square."""
    view = blank_view(28, 28)
    view.rgb[10, 12] = 0
    image = boxed(view, [])
    factor = image.shape[0] // 28

    assert image.shape[0] >= 720
    np.testing.assert_array_equal(enlarged(view.rgb, factor), image)


def test_label_is_readable() -> None:
    """The label stands on the box's colour in black or white, whichever can be seen on it."""
    for colour, pen in (("#92dadd", 0), ("#832db6", 255)):
        image = boxed(blank_view(800, 1000), [Mark(Box(300, 200, 150, 220), "8", colour)])
        label = image[150:195, 296:330]

        assert (label == pen).all(axis=2).any()


def test_labels_are_less_than_the_digits() -> None:
    """On a page full of small digits the labels are small too, and do not cover the row above."""
    boxes = [
        Box(45 * column + 20, 60 * row + 40, 20, 30) for row in range(5) for column in range(20)
    ]
    image = boxed(blank_view(400, 1000), [Mark(box, "6", "#e76300") for box in boxes])

    for box in boxes:
        assert 255 == image[box.y : box.bottom, box.x : box.right].min()


def test_chosen_box_is_bold_and_refused_one_is_dashed() -> None:
    """More of the colour for the digit looked at, less for what is no digit."""
    box = Box(300, 200, 150, 220)
    plain, bold, dashed = (
        len(coloured(boxed(blank_view(800, 1000), [mark]), PURPLE))
        for mark in (
            Mark(box, "4", "#832db6"),
            Mark(box, "4", "#832db6", bold=True),
            Mark(box, "?", "#832db6", dashed=True),
        )
    )

    assert dashed < plain < bold


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 39), st.integers(0, 29), st.integers(1, 40), st.integers(1, 30), st.booleans()
)
def test_any_box_can_be_drawn(x: int, y: int, width: int, height: int, dashed: bool) -> None:
    """Boxes at an edge, of one pixel or of the whole picture are drawn within it."""
    box = Box(x, y, min(width, 40 - x), min(height, 30 - y))
    image = boxed(blank_view(30, 40), [Mark(box, "?", "#e76300", dashed=dashed)])

    assert len(coloured(image, ORANGE))


def test_preprocessing_images() -> None:
    """From the picture around a digit to what the model sees: five squares, ink light at last."""
    picture = ring(300, 400, centre=(200, 150), radius=80)
    view = picture_view(picture)
    around, ink, alone, square20, image = preprocessing_images(view, picture.digits[0])

    assert around.shape[:2] == ink.shape
    assert (20, 20) == square20.shape
    assert (28, 28) == image.shape
    for stage in (around, ink, alone):
        assert stage.shape[0] == stage.shape[1]
    assert alone.shape[0] < ink.shape[0], "there is room around the digit"
    middle = around.shape[0] // 2
    assert 255 == around[middle, middle].min(), "the hole of the ring is in the middle"
    assert around[0, 0].min() > 200 > 55 > ink[0, 0]


def test_stage_at_the_edge_of_the_picture() -> None:
    """Around a digit in a corner the paper goes on."""
    rgba = np.full((300, 300, 4), PAPER)
    cv2.line(rgba, (12, 6), (12, 90), (0, 0, 0, 255), 8)
    picture = read_picture(rgba)
    around, ink, *_ = preprocessing_images(picture_view(picture), picture.digits[0])

    assert around.shape[0] == around.shape[1] == ink.shape[0] > 90
    assert 255 == around[:, :20].min()
