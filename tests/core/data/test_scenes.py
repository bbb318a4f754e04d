"""Synthetic photos: each is another, and says truly where its ink and its sheet are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.offline import offline_digits
from core.data.scenes import compose
from core.data.scenes.batch import scene_batch
from core.data.scenes.camera import enlarged
from core.data.scenes.printed import printed
from core.data.scenes.textures import fibres, grain, smooth, stripes
from core.data.scenes.writing import writing

DIGITS = offline_digits().train.images
SIDE = 128


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_a_scene(seed: int) -> None:
    """A picture of bytes, and ink of 0 to 1 for each of its pixels; the same seed, the same."""
    scene = compose(SIDE, DIGITS, rng(seed))

    assert ((SIDE, SIDE, 3), np.uint8) == (scene.picture.shape, scene.picture.dtype)
    for cover in (scene.ink, scene.sheet):
        assert ((SIDE, SIDE), np.float32) == (cover.shape, cover.dtype)
        assert cover.min() >= 0
        assert cover.max() <= 1
    assert scene.ink[scene.sheet < 0.01].max(initial=0) < 0.1
    again = compose(SIDE, DIGITS, rng(seed))
    np.testing.assert_array_equal(scene.picture, again.picture)
    np.testing.assert_array_equal(scene.ink, again.ink)


def test_most_scenes_hold_ink_that_stands_out() -> None:
    """Nine in ten are written on, a few are not; ink differs from the paper beside it."""
    scenes = [compose(SIDE, DIGITS, rng(seed)) for seed in range(80)]
    written = [scene for scene in scenes if scene.ink.max() > 0.5]

    assert 60 <= len(written) < 80
    assert np.mean([_contrast(scene.picture, scene.ink) > 10 for scene in written]) > 0.8


def test_sheets_lie_on_desks_or_fill_the_picture() -> None:
    """About half of the pictures show a desk beside the sheet, some all around it."""
    shares = [float(compose(SIDE, DIGITS, rng(seed)).sheet.mean()) for seed in range(80)]

    assert 20 <= sum(share > 0.999 for share in shares) <= 55
    assert any(share < 0.5 for share in shares)


def _contrast(picture: np.ndarray, ink: np.ndarray) -> float:
    """Return by how many grey levels ink and everything else differ in the median."""
    colours = picture.astype(float)
    inside, outside = colours[ink > 0.8], colours[ink < 0.05]
    if not len(inside) or not len(outside):
        return 0.0
    return float(np.abs(np.median(inside, axis=0) - np.median(outside, axis=0)).max())


def test_batches() -> None:
    """As many scenes as asked for, each another; the same seed gives the same batch."""
    pictures, covers = scene_batch((3, 1), 4, SIDE, DIGITS)

    assert ((4, SIDE, SIDE, 3), (4, SIDE, SIDE, 2)) == (pictures.shape, covers.shape)
    assert (np.uint8, np.uint8) == (pictures.dtype, covers.dtype)
    assert 4 == len({picture.tobytes() for picture in pictures})
    np.testing.assert_array_equal(pictures, scene_batch((3, 1), 4, SIDE, DIGITS)[0])
    assert (pictures != scene_batch((3, 2), 4, SIDE, DIGITS)[0]).any()


def test_one_large_glyph() -> None:
    """A single one takes up at least a fifth of the picture's side, and lies inside of it."""
    for seed in range(20):
        rows, columns = np.nonzero(writing(SIDE, DIGITS, rng(seed), single=True) > 0.5)

        assert max(np.ptp(rows), np.ptp(columns)) > SIDE / 6


def test_lines_are_printed_on_many_sheets_and_never_all_over() -> None:
    """Two in five sheets are plain; lines leave most of the paper free."""
    covered = [float(printed(SIDE, rng(seed))[0].mean()) for seed in range(100)]

    assert 25 <= sum(share == 0 for share in covered) <= 55
    assert np.median([share for share in covered if share]) < 0.3


@pytest.mark.parametrize(
    "texture",
    [
        smooth(SIDE, 3, rng()),
        fibres(SIDE, 40, 1.0, rng()),
        stripes(SIDE, 9, 0.5),
    ],
)
def test_textures_swing_around_nothing(texture: np.ndarray) -> None:
    """A texture is as large as asked for, and neither lightens nor darkens by more than 1."""
    assert (SIDE, SIDE) == texture.shape
    assert np.abs(texture).max() <= 1.3
    assert texture.std() > 0.05


@pytest.mark.parametrize("size", [1.0, 2.5, 6.0])
def test_grain(size: float) -> None:
    """Grain has a standard deviation of 1 whatever its size; larger specks change more slowly."""
    specks = grain(SIDE, size, rng())

    assert (SIDE, SIDE) == specks.shape
    assert 1 == pytest.approx(float(specks.std()), abs=0.2)
    assert np.abs(np.diff(specks)).mean() < 2 / size


def test_a_small_picture_enlarged_has_no_detail() -> None:
    """What was seen in few pixels stays coarse: few of the neighbours differ much."""
    noise = rng().integers(0, 256, (SIDE, SIDE, 3), np.uint8)
    changes = np.abs(np.diff(enlarged(noise, rng(1)).astype(int), axis=1))

    assert noise.shape == enlarged(noise, rng(1)).shape
    assert changes.mean() < np.abs(np.diff(noise.astype(int), axis=1)).mean() / 3
