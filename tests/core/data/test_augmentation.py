"""Augmentation makes other handwriting of the same digits, in MNIST's form and within bounds."""

from dataclasses import fields, replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from core.data.augmentation import Augmentation, augment
from core.data.offline import offline_digits
from core.vision import normalize

Images = NDArray[np.uint8]
MANY = 200
STRONG = Augmentation(
    rotation=20,
    shear=0.3,
    aspect=0.4,
    elastic=1,
    thickness=3,
    blur=1,
    contrast=3,
    low_resolution=0.5,
    scale=0.2,
    shift=2,
)
STRENGTHS = [field.name for field in fields(Augmentation)]
IMAGES = arrays(np.uint8, st.tuples(st.integers(0, 5), st.just(28), st.just(28)))
AUGMENTATIONS = st.builds(
    Augmentation,
    rotation=st.floats(0, 180),
    shear=st.floats(0, 1),
    aspect=st.floats(0, 1),
    elastic=st.floats(0, 5),
    thickness=st.floats(0, 8),
    blur=st.floats(0, 1),
    contrast=st.floats(0, 100),
    low_resolution=st.floats(0, 1),
    scale=st.floats(0, 1),
    shift=st.floats(0, 28),
)


@pytest.fixture(scope="module")
def digits() -> Images:
    return offline_digits().train.images[:MANY]


def bars(count: int = MANY, width: int = 4) -> Images:
    """Upright bars of 20 pixels, whose slant and width are easy to measure."""
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 4:24, 14 - width // 2 : 14 + width // 2] = 255
    return images


def rings(count: int = MANY) -> Images:
    """Circles of 20 pixels, which no rotation changes."""
    image = np.zeros((28, 28), np.uint8)
    cv2.circle(image, (14, 14), 9, 255, 2, cv2.LINE_AA)
    return np.repeat(normalize(image)[np.newaxis], count, axis=0)


def changed(images: Images, seed: int = 0, **strengths: float) -> Images:
    return augment(images, Augmentation(**strengths), np.random.default_rng(seed))


def ink(images: Images) -> NDArray[np.float64]:
    return images.sum(axis=(1, 2)) / 255


def extents(images: Images) -> NDArray[np.int64]:
    """The height and width of each image's ink, without the faint rim of strokes, (n, 2)."""
    boxes = [cv2.boundingRect(np.asarray(image > 64, np.uint8)) for image in images]
    return np.array([(height, width) for _, _, width, height in boxes])


def centres(images: Images) -> NDArray[np.float64]:
    """The centre of mass (y, x) of each image, (n, 2)."""
    mass = images.astype(np.float64)
    y, x = np.indices((28, 28))
    return np.stack([(mass * axis).sum((1, 2)) for axis in (y, x)], 1) / mass.sum((1, 2))[:, None]


def slants(images: Images) -> NDArray[np.float64]:
    """The angle in degrees of each bar against the vertical."""
    y, x = np.indices((28, 28))
    offsets = np.stack([y, x])[:, None] - centres(images).T[..., None, None]
    spread = np.einsum("anyx,bnyx,nyx->nab", offsets, offsets, images.astype(np.float64))
    main = np.linalg.eigh(spread)[1][:, :, -1]
    return np.degrees(np.arctan(main[:, 1] / main[:, 0]))


def test_zero_strengths_leave_every_image_as_it_is(digits: Images) -> None:
    """An augmentation that is off changes no pixel."""
    np.testing.assert_array_equal(changed(digits), digits)


def test_the_given_images_are_never_written_to(digits: Images) -> None:
    """The digits of a dataset are shared and read-only; what comes back is the caller's own."""
    before = digits.copy()
    for strengths in (Augmentation(), STRONG):
        result = augment(digits, strengths, np.random.default_rng(0))
        assert result.flags.writeable
        assert not np.shares_memory(result, digits)
    np.testing.assert_array_equal(digits, before)


@settings(max_examples=100, deadline=None)
@given(IMAGES, AUGMENTATIONS, st.integers(0, 2**32 - 1))
def test_any_images_and_strengths_give_as_many_images_of_mnist_form(
    images: Images, augmentation: Augmentation, seed: int
) -> None:
    """Noise, blank images, no image at all: nothing raises, shape and dtype hold."""
    result = augment(images, augmentation, np.random.default_rng(seed))
    assert result.shape == images.shape
    assert result.dtype == np.uint8


def test_blank_images_stay_blank() -> None:
    """No ink is invented."""
    blank = np.zeros((10, 28, 28), np.uint8)
    np.testing.assert_array_equal(augment(blank, STRONG, np.random.default_rng(0)), blank)


def test_the_same_generator_gives_the_same_images_and_another_gives_others(digits: Images) -> None:
    """A training can be repeated, and no two epochs are alike."""
    first, same, other = (
        augment(digits, STRONG, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(same, first)
    assert (other != first).any(axis=(1, 2)).all()


def test_a_generator_moves_on_between_calls(digits: Images) -> None:
    """The next batch from one generator is changed in other ways."""
    rng = np.random.default_rng(0)
    assert (augment(digits, STRONG, rng) != augment(digits, STRONG, rng)).any()


@pytest.mark.parametrize("name", STRENGTHS)
def test_each_strength_alone_changes_digits(digits: Images, name: str) -> None:
    """No strength is without effect, and each one varies from digit to digit."""
    result = changed(np.repeat(digits[:1], 50, axis=0), **{name: getattr(STRONG, name)})
    assert len(np.unique(result, axis=0)) > 1


def test_a_digit_does_not_depend_on_its_neighbours_in_the_batch(digits: Images) -> None:
    """Digits are worked on as one tall image, and yet blank neighbours make no difference."""
    alone = digits.copy()
    alone[::2] = 0
    result, expected = (
        augment(batch, STRONG, np.random.default_rng(0)) for batch in (digits, alone)
    )
    np.testing.assert_array_equal(result[1::2], expected[1::2])
    assert not expected[::2].any()


def test_results_have_full_ink_20_pixels_and_the_centre_of_mass_of_mnist(digits: Images) -> None:
    """Without scale and shift, digits come back as `core.vision.normalize` would make them."""
    result = augment(digits, replace(STRONG, scale=0, shift=0), np.random.default_rng(0))
    np.testing.assert_array_equal(result.max(axis=(1, 2)), 255)
    assert extents(result).max(axis=1).max() <= 20
    assert np.median(extents(result).max(axis=1)) == 20
    inside = (centres(result) > 13.5 - 1e-3) & (centres(result) <= 14.5 + 1e-3)
    assert inside.all()


def test_results_are_fixed_points_of_the_normalisation_of_pictures(digits: Images) -> None:
    """Normalising an augmented digit again moves next to nothing: both make the same form."""
    result = changed(digits, rotation=10, elastic=0.5)
    again = np.stack([normalize(image) for image in result])
    assert np.abs(again.astype(float) - result).mean() < 2


def test_hardly_any_strength_leaves_a_digit_hardly_changed() -> None:
    """Enlarging and normalising by themselves change less than moving by a pixel would."""
    corners = np.array([(60, 50), (150, 40), (90, 190)], np.int32)
    drawing = np.zeros((280, 280), np.uint8)
    seven = normalize(cv2.polylines(drawing, [corners], False, 255, 20, cv2.LINE_AA))
    result = changed(seven[np.newaxis], rotation=1e-6)[0].astype(float)
    moved = [np.roll(seven, 1, axis) for axis in (0, 1)]
    assert np.abs(result - seven).mean() < min(
        np.abs(seven - other.astype(float)).mean() for other in moved
    )


def test_digits_keep_their_ink_roughly(digits: Images) -> None:
    """Turned, slanted and bent digits have about as much ink as before."""
    share = ink(changed(digits, rotation=15, shear=0.2, elastic=0.7)) / ink(digits)
    assert 0.85 < np.median(share) < 1.15
    assert share.min() > 0.4
    assert share.max() < 2


@pytest.mark.parametrize("degrees", [5, 15, 30])
def test_rotation_turns_by_up_to_its_degrees_either_way(degrees: float) -> None:
    """The bars' angles fill the range and stay in it."""
    angles = slants(changed(bars(), rotation=degrees))
    assert np.abs(angles).max() <= degrees + 1
    assert angles.max() > 0.8 * degrees
    assert angles.min() < -0.8 * degrees


@pytest.mark.parametrize("tangent", [0.1, 0.3])
def test_shear_leans_by_up_to_its_tangent_either_way(tangent: float) -> None:
    """The bars' slants fill the range and stay in it."""
    tangents = np.tan(np.radians(slants(changed(bars(), shear=tangent))))
    assert np.abs(tangents).max() <= tangent + 0.03
    assert tangents.max() > 0.8 * tangent
    assert tangents.min() < -0.8 * tangent


def test_aspect_widens_and_narrows_by_up_to_its_logarithm() -> None:
    """A ring becomes an ellipse, upright or lying, of at most the given proportion."""
    height, width = extents(changed(rings(), aspect=0.3)).T
    logarithms = np.log(width / height)
    assert np.abs(logarithms).max() <= 0.3 + 0.06  # a pixel in 20
    assert logarithms.max() > 0.2
    assert logarithms.min() < -0.2


def test_thickness_widens_strokes_by_up_to_its_pixels_and_thins_them_by_half() -> None:
    """A bar's width is its ink by its height; normalising takes a little of what it gains."""
    result = changed(bars(width=4), thickness=2)
    widths = ink(result) / extents(result)[:, 0]
    assert 4.6 < widths.max() <= 6
    assert 2.8 <= widths.min() < 3.5


def test_thin_strokes_are_never_thinned_away() -> None:
    """A line of two pixels keeps its whole height and a good part of its ink."""
    lines = bars(width=2)
    result = changed(lines, thickness=4)
    assert extents(result)[:, 0].min() >= 19
    assert (ink(result) > 0.4 * ink(lines)).all()


def test_contrast_leaves_fewer_greys_and_blur_more(digits: Images) -> None:
    """Both act on the edges of strokes, in opposite directions."""
    plain, sharp, soft = (
        changed(digits, rotation=1e-6, **strengths)
        for strengths in ({}, {"contrast": 5}, {"blur": 1})
    )
    greys = [((images > 32) & (images < 224)).mean() for images in (sharp, plain, soft)]
    assert greys == sorted(greys)


def test_low_resolution_is_the_share_of_digits_scanned_coarsely(digits: Images) -> None:
    """The other digits are the same as without it."""
    plain = changed(digits, rotation=1e-6)
    for share in (0.3, 1.0):
        result = changed(digits, rotation=1e-6, low_resolution=share)
        coarse = (result != plain).any(axis=(1, 2)).mean()
        assert abs(coarse - share) < 0.12


def test_scale_changes_the_size_by_up_to_its_share(digits: Images) -> None:
    """20 pixels become 18 to 22 for a tenth."""
    sizes = extents(changed(digits, scale=0.1)).max(axis=1)
    assert sizes.min() >= 17  # faint ends may fall below a grey level
    assert sizes.max() == 22


def test_shift_moves_digits_by_up_to_its_whole_pixels(digits: Images) -> None:
    """The centre of mass leaves MNIST's place by 2 pixels at most, in each direction."""
    offsets = centres(changed(digits, shift=2)) - 14
    assert np.abs(offsets).max() <= 2.5 + 1e-3
    assert (offsets.max(axis=0) > 1).all()
    assert (offsets.min(axis=0) < -1).all()
