"""The digits inside scikit-learn, brought to MNIST's form: there without network or files.

They are the test half of "Optical Recognition of Handwritten Digits" (E. Alpaydin, C. Kaynak,
1998, UCI): 1,797 digits of 13 writers, each 8x8 values of 0..16.
"""

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from core.data.dataset import CLASS_COUNT, IMAGE_SIZE, Dataset, Split, UInt8Array, fingerprint
from core.data.idx import content_md5

_SMALL = 8
_SCALE = 2.5  # 8 pixels become 20, the size of MNIST's digits
_BOX = 24  # the 20 and a margin, over which the edge fades to nothing
_CONTRAST = 2.0
_TEST_EVERY = 5  # 80/20

Float64Array = NDArray[np.float64]


def offline_digits(reason: str | None = None) -> Dataset:
    """scikit-learn's digits as 28x28, 80 % of each class for training. The same at every call.

    reason: why these and not MNIST, for `origin`.
    """
    digits = _digits()
    return replace(digits, origin=f"{digits.origin} {reason}") if reason else digits


@cache
def _digits() -> Dataset:
    from sklearn.datasets import load_digits  # slow to import, and seldom needed

    small, digits = load_digits(return_X_y=True)
    images = np.stack([_to_mnist_form(image.reshape(_SMALL, _SMALL)) for image in small])
    labels = digits.astype(np.uint8)
    is_test = _is_test(labels)
    train = Split(images[~is_test], labels[~is_test])
    test = Split(images[is_test], labels[is_test])
    arrays = (train.images, train.labels, test.images, test.labels)
    return Dataset(
        name="offline",
        title="Offline digits",
        origin="Taken from the scikit-learn package.",
        description=(
            "1,797 digits of 13 people, scanned with 8 by 8 pixels and enlarged to 28 by 28. "
            "They come with Digit Lab's installation and stand in where MNIST is not at hand."
        ),
        train=train,
        test=test,
        fingerprint=fingerprint(content_md5(array) for array in arrays),
    )


def _is_test(labels: UInt8Array) -> NDArray[np.bool_]:
    """Every fifth digit of each class: stratified, and the same with any version of NumPy."""
    is_test = np.zeros(len(labels), bool)
    for digit in range(CLASS_COUNT):
        is_test[np.flatnonzero(labels == digit)[::_TEST_EVERY]] = True
    return is_test


def _to_mnist_form(small: Float64Array) -> UInt8Array:
    """An (8, 8) image, 0..16, as (28, 28) uint8: smooth, brightest pixel 255, mass centred."""
    enlarged = _ENLARGE @ small @ _ENLARGE.T
    # Enlarging leaves edges of several pixels where MNIST's have one. With the contrast doubled, a
    # CNN trained on these digits recognises several points more of MNIST.
    grey = np.clip((enlarged / enlarged.max() - 0.5) * _CONTRAST + 0.5, 0, 1) * 255
    # rounded twice: a half that one processor computes as 0.4999... must not change the content
    return _centre(np.rint(grey.round(6)).astype(np.uint8))


def _centre(box: UInt8Array) -> UInt8Array:
    """The box (24, 24) in 28x28, moved by whole pixels until its mass is centred.

    As MNIST does: by floor(14.5 - centre of mass), which puts the centre into (13.5, 14.5].
    Ink never reaches the opposite edge: what a digit shifts by fits into its margins.
    """
    canvas = np.zeros((IMAGE_SIZE, IMAGE_SIZE), np.uint8)
    canvas[: len(box), : len(box)] = box
    shifts = [_shift(canvas.sum(axis=1 - axis, dtype=float)) for axis in (0, 1)]
    return np.roll(canvas, shifts, axis=(0, 1))


def _shift(mass: Float64Array) -> int:
    centre = mass @ np.arange(len(mass)) / mass.sum()
    return int(np.floor(IMAGE_SIZE / 2 + 0.5 - centre))


def _enlarging_matrix() -> Float64Array:
    """(24, 8): what each enlarged pixel of a line takes from each small one, zeros beyond.

    Source: R. Keys, "Cubic convolution interpolation for digital image processing", 1981.
    """
    positions = (np.arange(_BOX) - (_BOX - 1) / 2) / _SCALE + (_SMALL - 1) / 2
    distance = np.abs(positions[:, np.newaxis] - np.arange(_SMALL))
    near = (1.5 * distance - 2.5) * distance**2 + 1
    far = ((2.5 - 0.5 * distance) * distance - 4) * distance + 2
    return np.where(distance <= 1, near, np.where(distance < 2, far, 0.0))


_ENLARGE = _enlarging_matrix()
