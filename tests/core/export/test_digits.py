"""The digits of a script are the run's: the same images, split and wrong labels."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.data.offline import offline_digits
from core.runs.split import split_indices
from core.training.label_noise import noisy_labels
from tests.core.config.test_train_config import CONFIGS
from tests.core.export.made import executed, made, section

DIGITS = offline_digits()


def split_in_script(config: TrainConfig, *more: str) -> dict[str, Any]:
    """What the script's sections make of the offline digits."""
    settings = {name.upper(): value for name, value in config.to_dict().items()}
    return executed(
        made(config),
        "Training and validation digits",
        *more,
        x_train=DIGITS.train.images,
        y_train=DIGITS.train.labels,
        **settings,
    )


@given(CONFIGS)
@settings(max_examples=60)
def test_split(config: TrainConfig) -> None:
    """Whatever the seed and the shares, the script holds back and trains on the run's digits."""
    expected = split_indices(DIGITS.train.labels, config)
    names = split_in_script(config)

    np.testing.assert_array_equal(expected.training, names["training"])
    np.testing.assert_array_equal(expected.validation, names["validation"])
    images, labels = DIGITS.train.images, DIGITS.train.labels
    np.testing.assert_array_equal(images[expected.validation], names["x_validation"])
    np.testing.assert_array_equal(labels[expected.training], names["y_training"])


@given(CONFIGS.filter(lambda config: config.label_noise > 0))
@settings(max_examples=30)
def test_wrong_labels(config: TrainConfig) -> None:
    """The same digits get the same wrong labels, and those to judge by keep theirs."""
    names = split_in_script(config, "Wrong labels on purpose")
    expected = noisy_labels(DIGITS.train.labels[names["training"]], config)

    np.testing.assert_array_equal(expected, names["y_training"])
    right = DIGITS.train.labels[names["validation"]]
    np.testing.assert_array_equal(right, names["y_validation"])


def check(dataset: Dataset, names: dict[str, Any]) -> None:
    """All four arrays of a script are those of the data set."""
    for split, images, labels in (
        (dataset.train, names["x_train"], names["y_train"]),
        (dataset.test, names["x_test"], names["y_test"]),
    ):
        assert np.uint8 == images.dtype
        np.testing.assert_array_equal(split.images[..., np.newaxis], images)
        np.testing.assert_array_equal(split.labels, labels)


def test_offline_digits() -> None:
    """scikit-learn's digits become the same pixels, and the same ones are test digits."""
    check(DIGITS, executed(made(TrainConfig(), "offline"), "The digits"))


@pytest.fixture
def mnist_files(tmp_path: Path) -> Path:
    """The offline digits in a folder, in IDX files as MNIST's are, some of them compressed."""
    arrays = {
        "train-images-idx3-ubyte": DIGITS.train.images,
        "train-labels.idx1-ubyte": DIGITS.train.labels,
        "t10k-images-idx3-ubyte.gz": DIGITS.test.images,
        "t10k-labels-idx1-ubyte.gz": DIGITS.test.labels,
    }
    for name, array in arrays.items():
        header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
        opened = gzip.open if name.endswith(".gz") else open
        with opened(tmp_path / name, "wb") as file:
            file.write(header + array.tobytes())
    return tmp_path


def loaded_from(path: Path) -> dict[str, Any]:
    """What the script's section loads from a path."""
    run = made(TrainConfig())
    code = section(run, "The digits").code.replace("path = None", f"path = Path({str(path)!r})")
    names: dict[str, Any] = {}
    exec("import gzip\nimport keras\nimport numpy as np\nfrom pathlib import Path\n" + code, names)
    return names


def test_idx_files(mnist_files: Path) -> None:
    """A folder with IDX files is read, plain or compressed, whatever the dash in their names."""
    check(DIGITS, loaded_from(mnist_files))


def test_npz(tmp_path: Path) -> None:
    """mnist.npz is read, named itself or by its folder."""
    (train, test) = DIGITS.train, DIGITS.test
    path = tmp_path / "mnist.npz"
    np.savez(
        path,
        x_train=train.images,
        y_train=train.labels,
        x_test=test.images,
        y_test=test.labels,
    )

    check(DIGITS, loaded_from(path))
    check(DIGITS, loaded_from(tmp_path))


def test_path_without_digits(tmp_path: Path) -> None:
    """A folder with nothing in it ends the script with a sentence."""
    with pytest.raises(SystemExit, match=r"has neither mnist\.npz nor the IDX file train-images"):
        loaded_from(tmp_path)
