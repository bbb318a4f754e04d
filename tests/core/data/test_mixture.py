"""What a training is given: the real digits, changed as told, and what comes beside them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data.augmentation import Augmentation
from core.data.dataset import Split
from core.data.mixture import NONE, Beside, Mixture, mix, mix_in
from core.data.offline import offline_digits

TRAIN = offline_digits().train
IMAGES, LABELS = TRAIN.images[:50], TRAIN.labels[:50]


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_nothing_asked_for() -> None:
    """The digits as they are, in their order."""
    images, labels = mix(IMAGES, LABELS, Mixture(), rng())

    np.testing.assert_array_equal(IMAGES, images)
    np.testing.assert_array_equal(LABELS, labels)


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 2), st.floats(0, 2), st.integers(0, 2**32 - 1))
def test_counts(gentle: float, synthetic: float, others: float, seed: int) -> None:
    """Every real digit stays, with so many synthetic ones and no digits beside as asked for."""
    mixture = Mixture(gentle_share=gentle, synthetic=synthetic, nondigits=others)
    images, labels = mix(IMAGES, LABELS, mixture, rng(seed))
    added, none = round(50 * synthetic), round(50 * others)

    assert len(images) == len(labels) == 50 + added + none
    assert none == np.sum(labels == NONE)
    assert sorted(image.tobytes() for image in images[:50]) == sorted(
        image.tobytes() for image in IMAGES
    )
    assert (labels[50 : 50 + added] < 10).all()


def test_labels_go_with_their_images() -> None:
    """However the digits are split into gently changed and others, each keeps its label."""
    images, labels = mix(IMAGES, LABELS, Mixture(gentle_share=0.5), rng())
    label_of = {image.tobytes(): label for image, label in zip(IMAGES, LABELS, strict=True)}

    assert [label_of[image.tobytes()] for image in images] == labels.tolist()


def test_gentle_share() -> None:
    """Of the real digits the share that is asked for is changed gently, here not at all."""
    mixture = Mixture(Augmentation(rotation=30, elastic=1), gentle_share=0.6)
    images, _ = mix(TRAIN.images, TRAIN.labels, mixture, rng())
    originals = {image.tobytes() for image in TRAIN.images}
    kept = np.mean([image.tobytes() in originals for image in images])

    assert 0.55 < kept < 0.65


def test_what_comes_beside_is_changed_too() -> None:
    """Synthetic digits and no digits get the pens and cameras that real ones get."""
    still = mix(IMAGES, LABELS, Mixture(synthetic=1, nondigits=1), rng())[0][50:]
    changed = mix(IMAGES, LABELS, Mixture(Augmentation(blur=1), synthetic=1, nondigits=1), rng())

    assert not {image.tobytes() for image in still} & {i.tobytes() for i in changed[0][50:]}


def test_share_with_defects() -> None:
    """Of the digits that are not gently changed, the share that is asked for has defects."""
    mixture = Mixture(gentle_share=0.5, defects=0.4)
    images, _ = mix(TRAIN.images, TRAIN.labels, mixture, rng())
    originals = {image.tobytes() for image in TRAIN.images}
    kept = np.mean([image.tobytes() in originals for image in images])

    assert 0.75 < kept < 0.9  # some are too narrow for any defect, and stay


@given(st.floats(0.05, 0.5), st.integers(1, 50), st.integers(0, 2**32 - 1))
def test_digits_beside_others(share: float, size: int, seed: int) -> None:
    """Those of the batch stay, those beside make up their share, and all keep their labels."""
    beside = Beside(Split(TRAIN.images[100:110], TRAIN.labels[100:110]), share, Augmentation())
    images, labels = mix_in(IMAGES[:size], LABELS[:size], beside, rng(seed))
    label_of = {
        image.tobytes(): int(label)
        for image, label in zip(TRAIN.images[:110], TRAIN.labels[:110], strict=True)
    }

    assert len(images) - size == round(size * share / (1 - share))
    assert labels.tolist() == [label_of[image.tobytes()] for image in images]
    own = {image.tobytes() for image in IMAGES[:size]}
    assert size == sum(image.tobytes() in own for image in images)
    assert images.dtype == labels.dtype == np.uint8


def test_digits_beside_others_are_changed_and_mixed_in() -> None:
    """Each time otherwise, and not at the end of the batch."""
    beside = Beside(
        Split(TRAIN.images[100:101], TRAIN.labels[100:101]), 0.5, Augmentation(shear=0.2)
    )
    images, _ = mix_in(IMAGES, LABELS, beside, rng())
    own = {image.tobytes() for image in IMAGES}
    added = [place for place, image in enumerate(images) if image.tobytes() not in own]

    assert 50 == len(added)
    assert 40 < len({images[place].tobytes() for place in added})
    assert 10 < sum(place < 50 for place in added) < 40
