import subprocess
import sys
from typing import Literal

import numpy as np
import pytest

from core.data import Dataset, class_counts, digit_statistics, load_named


@pytest.fixture(scope="module")
def offline() -> Dataset:
    return load_named("offline")


def test_shapes(offline: Dataset) -> None:
    """1,797 digits of 28x28 bytes, read-only, 80 % of them for training."""
    assert offline.train.images.shape == (1433, 28, 28)
    assert offline.test.images.shape == (364, 28, 28)
    assert offline.train.images.dtype == offline.train.labels.dtype == np.uint8
    assert not offline.train.images.flags.writeable


def test_split_is_stratified(offline: Dataset) -> None:
    """Each class gives a fifth of its digits to the test split."""
    test = class_counts(offline.test.labels)
    share = test / (test + class_counts(offline.train.labels))

    np.testing.assert_allclose(share, 0.2, atol=0.005)


def test_no_digit_in_both_splits(offline: Dataset) -> None:
    """No image of the test split is among those trained on."""
    train = {image.tobytes() for image in offline.train.images}

    assert not any(image.tobytes() in train for image in offline.test.images)


@pytest.mark.parametrize("name", ["train", "test"])
def test_form_is_mnists(offline: Dataset, name: Literal["train", "test"]) -> None:
    """As in MNIST: the brightest pixel is 255, the digit fills about 20 pixels, and its centre
    of mass lies in (13.5, 14.5]; none wraps around the edge."""
    for image in offline.split(name).images:
        statistics = digit_statistics(image)
        assert image.max() == 255
        assert 16 <= statistics.bounding_box.height <= 22
        assert statistics.bounding_box.width <= 22
        assert all(13.5 < centre <= 14.5 for centre in statistics.centre_of_mass)


def test_content_is_fixed(offline: Dataset) -> None:
    """Runs record the fingerprint: the content is the same at each call and on each machine."""
    expected = "ebf8365552af5e69efcac3d8e1fa09f817b816bbbadc46fc9407787d9029cb22"

    assert offline.fingerprint == expected
    assert load_named("offline").fingerprint == expected


def test_scikit_learn_is_imported_late(pytestconfig: pytest.Config) -> None:
    """Importing core.data stays quick: scikit-learn waits until its digits are asked for."""
    code = "import sys, core.data; sys.exit('sklearn' in sys.modules)"

    root = pytestconfig.rootpath
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
