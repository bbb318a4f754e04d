"""The steps to the model's input, all of them and without any of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from core.vision import normalize, read_picture
from core.vision.normalize import fit_box, ink_extent
from core.vision.preparation import Source, Step, each_left_out, prepared, simply_shrunk
from tests.core.vision.picture_files import drawn, see_through

INK = arrays(
    np.float32,
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
    elements=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
).filter(lambda ink: bool(ink.any()))


def source(ink: NDArray[np.float32], margin: int = 30) -> Source:
    """Ink in the upper left of a picture that has an empty margin."""
    whole = np.rint(255 * np.pad(ink, ((0, margin), (0, margin)))).astype(np.uint8)
    return Source(ink, whole)


def without(step: Step, ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    return prepared(source(ink), frozenset({step}))


def extent(image: NDArray[np.uint8]) -> tuple[int, int]:
    """How tall and wide the ink is."""
    rows, columns = ink_extent(image)
    return rows.stop - rows.start, columns.stop - columns.start


BAR = np.ones((40, 8), np.float32)


@given(INK)
def test_with_nothing_left_out_it_is_what_is_read(ink: NDArray[np.float32]) -> None:
    """Byte for byte what `normalize` makes, which prepares every picture that is read."""
    assert np.array_equal(normalize(ink), prepared(source(ink)))


@pytest.mark.parametrize("picture", [drawn(), see_through()], ids=["paper", "transparent"])
def test_a_digit_of_a_picture_is_prepared_as_it_was_read(picture) -> None:
    """From the ink that a picture's digit keeps comes the image that the model was given."""
    read = read_picture(np.asarray(picture.convert("RGBA")), single=True)
    (digit,) = read.digits
    whole = np.rint(255 * read.ink).astype(np.uint8)
    assert np.array_equal(digit.image, prepared(Source(digit.ink, whole)))


@settings(deadline=None)
@given(INK, st.sets(st.sampled_from(Step)))
def test_any_steps_can_be_left_out(ink: NDArray[np.float32], steps: set[Step]) -> None:
    """Whatever is left out, an image of the model's size comes out, the same each time."""
    image = prepared(source(ink), frozenset(steps))
    assert ((28, 28), np.uint8) == (image.shape, image.dtype)
    assert np.array_equal(image, prepared(source(ink), frozenset(steps)))


@given(INK)
def test_without_inversion_ink_is_dark(ink: NDArray[np.float32]) -> None:
    """Light and dark are exchanged, and nothing else."""
    assert np.array_equal(255 - prepared(source(ink)), without(Step.INVERSION, ink))


@given(INK)
def test_without_centring_the_box_is_in_the_middle(ink: NDArray[np.float32]) -> None:
    """The box of 20 has four empty pixels around it, wherever its ink lies."""
    assert np.array_equal(np.pad(fit_box(ink), 4), without(Step.CENTRING, ink))


def test_without_its_aspect_ratio_a_bar_becomes_a_square() -> None:
    """What is five times as tall as wide, with it, fills the box without."""
    assert (20, 4) == extent(prepared(source(BAR)))
    assert (20, 20) == extent(without(Step.ASPECT, BAR))


def test_without_cropping_the_whole_picture_is_shrunk() -> None:
    """A digit that takes up a quarter of the picture's height takes up a quarter of the box."""
    small = prepared(source(BAR, margin=120), frozenset({Step.CROP}))
    assert 5 == extent(small)[0]


def test_without_padding_the_ink_reaches_the_edge() -> None:
    """All 28 pixels are used."""
    assert 28 == extent(without(Step.MARGIN, BAR))[0]


def test_without_anti_aliasing_there_are_no_greys() -> None:
    """Of ink without greys each new pixel is a whole one; with the mean of an area, not."""
    ring = np.kron(np.eye(7), np.ones((5, 5))).astype(np.float32)
    assert {0, 255} == set(np.unique(without(Step.RESAMPLING, ring)))
    assert len(np.unique(prepared(source(ring)))) > 2


def test_without_contrast_faint_ink_stays_faint() -> None:
    """Half as dark as can be stays so."""
    assert 255 == prepared(source(BAR / 2)).max()
    assert 128 == without(Step.BRIGHTNESS, BAR / 2).max()


def test_an_ablation_has_each_step_once() -> None:
    """With the image that comes out without it."""
    parts = each_left_out(source(BAR))
    assert list(Step) == [step for step, _ in parts]
    for step, image in parts:
        assert np.array_equal(without(step, BAR), image)


def test_simply_shrunk_keeps_light_and_dark() -> None:
    """A white sheet stays white, grey or in colour; what is missing to a square is black."""
    white = np.full((56, 56), 255, np.uint8)
    assert (simply_shrunk(white) == 255).all()
    assert (simply_shrunk(np.dstack([white] * 3)) == 255).all()
    assert 14 * 28 * 255 == simply_shrunk(white[:28]).sum()
