"""Digits are found whatever the colours, the paper and the number of them."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.vision import Box, find_ink, normalize, read_picture
from core.vision.picture import digit_image, merged

Grey = NDArray[np.float32]


def written(text: str, height: int = 280, scale: float = 4.0) -> Grey:
    """Text in a pen-like font, 0..1, widely spaced, in the middle of a canvas."""
    step = round(30 * scale)
    canvas = np.zeros((height, step * len(text) + 120), np.uint8)
    for i, character in enumerate(text):
        place = (60 + i * step, round(height / 2 + 11 * scale))
        cv2.putText(canvas, character, place, cv2.FONT_HERSHEY_SIMPLEX, scale, 255, 12, cv2.LINE_AA)
    return canvas.astype(np.float32) / 255


def painted(ink: Grey, paper: tuple[int, ...], pen: tuple[int, ...]) -> NDArray[np.uint8]:
    """RGBA of ink in one colour on paper of another."""
    colours = np.array(paper) + (np.array(pen) - paper) * ink[..., None]
    return np.dstack([np.rint(colours), np.full(ink.shape, 255)]).astype(np.uint8)


def photographed(ink: Grey, light: Grey, noise: float = 4.0) -> NDArray[np.uint8]:
    """Dark pen on white paper under uneven light, with a camera's noise."""
    grain = np.random.default_rng(0).normal(0, noise, ink.shape)
    grey = np.clip((230 - 150 * ink) * light + grain, 0, 255).astype(np.uint8)
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def vignette(shape: tuple[int, int]) -> Grey:
    y, x = np.meshgrid(np.linspace(-1, 1, shape[0]), np.linspace(-1, 1, shape[1]), indexing="ij")
    return (1 - 0.25 * (x * x + y * y)).astype(np.float32)


def half_in_shadow(shape: tuple[int, int]) -> Grey:
    light = np.ones(shape, np.float32)
    light[:, : shape[1] // 2] = 0.6
    return light


def only_image(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    (digit,) = read_picture(rgba, single=True).digits
    return digit.image


COLOURS = {
    "dark on light": ((255, 255, 255), (0, 0, 0)),
    "light on dark": ((0, 0, 0), (255, 255, 255)),
    "blue on cream": ((250, 245, 230), (20, 40, 160)),
    "yellow on white": ((255, 255, 255), (240, 220, 60)),
    "red on green": ((40, 130, 40), (200, 50, 40)),
    "chalk on a board": ((30, 60, 50), (220, 220, 210)),
    "faint pencil": ((240, 240, 240), (200, 200, 200)),
}


@pytest.mark.parametrize("name", COLOURS)
def test_colours_do_not_matter(name: str) -> None:
    """The same digit in any colours gives nearly the same image."""
    ink = written("5")
    image = only_image(painted(ink, *COLOURS[name]))
    assert np.abs(image.astype(int) - normalize(ink)).mean() < 3


@pytest.mark.parametrize("pen", [(0, 0, 0), (255, 255, 255), (200, 30, 30)])
def test_transparent_is_paper_whatever_its_colour(pen: tuple[int, int, int]) -> None:
    """Strokes on a transparent ground are read by their alpha."""
    ink = written("2")
    rgba = np.dstack([np.broadcast_to(pen, (*ink.shape, 3)), ink * 255]).astype(np.uint8)
    assert np.abs(only_image(rgba).astype(int) - normalize(ink)).mean() < 3


def test_picture_with_transparent_corners_is_read_by_its_colours() -> None:
    """Rounded corners cut out of a screenshot are no strokes."""
    whole = painted(written("3"), (255, 255, 255), (0, 0, 0))
    cut = whole.copy()
    cut[:12, :12, 3] = cut[-12:, -12:, 3] = 0
    np.testing.assert_array_equal(only_image(cut), only_image(whole))


@pytest.mark.parametrize("light", [vignette, half_in_shadow])
def test_uneven_light_is_no_ink(light: Callable[[tuple[int, int]], Grey]) -> None:
    """Shading and a shadow's edge leave the digits of a photo as they are."""
    ink = written("4703")
    assert len(read_picture(photographed(ink, light(ink.shape))).digits) == 4


BLANKS = {
    "white": np.full((60, 80, 4), 255, np.uint8),
    "transparent black": np.zeros((60, 80, 4), np.uint8),
    "one pixel": np.full((1, 1, 4), 255, np.uint8),
    "one row": np.full((1, 300, 4), 255, np.uint8),
    "noise": photographed(np.zeros((200, 300), np.float32), np.ones((200, 300), np.float32), 8),
    "shading": photographed(np.zeros((200, 300), np.float32), vignette((200, 300))),
    "dot": painted(np.pad(np.ones((3, 3), np.float32), 138), (255, 255, 255), (0, 0, 0)),
}


@pytest.mark.parametrize("name", BLANKS)
@pytest.mark.parametrize("single", [True, False])
def test_blank_holds_no_digit(name: str, single: bool) -> None:
    """Nothing drawn, nothing but noise, and a mis-click's dot give no digits."""
    assert read_picture(BLANKS[name], single=single).digits == ()


def test_ink_is_between_0_and_1_and_0_on_paper() -> None:
    """Ink has the picture's shape; paper is exactly 0, a full stroke 1."""
    ink = find_ink(painted(written("8"), (255, 255, 255), (0, 0, 0))).coverage
    assert ink.shape == written("8").shape
    assert ink.dtype == np.float32
    assert ink[0, 0] == 0
    assert ink.max() == 1


@pytest.mark.parametrize("factor", [1, 4, 10])
def test_box_is_in_the_pictures_own_pixels(factor: int) -> None:
    """A picture reduced for speed still tells where the digit was in itself."""
    rgba = np.full((280 * factor, 280 * factor, 4), 255, np.uint8)
    rgba[60 * factor : 200 * factor, 100 * factor : 160 * factor, :3] = 0
    (digit,) = read_picture(rgba).digits
    box, true = digit.box, Box(100 * factor, 60 * factor, 60 * factor, 140 * factor)
    assert abs(box.x - true.x) <= factor
    assert abs(box.y - true.y) <= factor
    assert abs(box.right - true.right) <= factor
    assert abs(box.bottom - true.bottom) <= factor


def test_steps_are_kept() -> None:
    """Ink, crop, 20x20 and 28x28 are there to be shown."""
    picture = read_picture(painted(written("6"), (255, 255, 255), (0, 0, 0)))
    (digit,) = picture.digits
    assert picture.ink.shape == written("6").shape
    assert digit.ink.shape == (digit.box.height, digit.box.width)
    assert digit.square20.shape == (20, 20)
    assert digit.image.shape == (28, 28)


def test_single_takes_loose_strokes_together() -> None:
    """What is known to be one digit stays one, even in two strokes side by side."""
    ink = written("11")
    assert len(read_picture(painted(ink, (0, 0, 0), (255, 255, 255))).digits) == 2
    assert len(read_picture(painted(ink, (0, 0, 0), (255, 255, 255)), single=True).digits) == 1


@pytest.mark.parametrize("factor", [1, 5])
def test_merged_strokes_are_the_digit_they_were(factor: int) -> None:
    """Two loose strokes put together are what they are when told to be one digit."""
    ink = cv2.resize(written("11"), None, fx=factor, fy=factor)
    rgba = painted(ink, (255, 255, 255), (0, 0, 0))
    whole = merged(read_picture(rgba).digits)
    (expected,) = read_picture(rgba, single=True).digits

    assert expected.box == whole.box
    assert np.abs(expected.image.astype(int) - whole.image).mean() < 3


def test_merged_strokes_are_in_the_row_of_the_taller() -> None:
    """A loose bar above a digit, first taken for a row of its own, leaves no row behind."""
    bar = digit_image(np.ones((10, 40), np.float32), Box(0, 0, 40, 10), row=0)
    body = digit_image(np.ones((80, 30), np.float32), Box(0, 20, 30, 80), row=1)

    assert 1 == merged([bar, body]).row == merged([body, bar]).row
