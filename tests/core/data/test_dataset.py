import numpy as np
import pytest

from core.data import Dataset, Split
from core.data.dataset import fingerprint
from core.errors import DigitLabError


def make_split(count: int) -> Split:
    return Split(np.zeros((count, 28, 28), np.uint8), np.zeros(count, np.uint8))


def test_split_is_read_only() -> None:
    """A split cannot be written to, and the array it was made of stays the maker's own."""
    images = np.zeros((3, 28, 28), np.uint8)
    split = Split(images, np.zeros(3, np.uint8))

    with pytest.raises(ValueError, match="read-only"):
        split.images[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        split.labels[0] = 1
    images[0] = 1
    assert len(split) == 3


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        (np.zeros((3, 28, 28), np.uint8), np.zeros(2, np.uint8)),
        (np.zeros((3, 8, 8), np.uint8), np.zeros(3, np.uint8)),
        (np.zeros((3, 28, 28), np.float32), np.zeros(3, np.uint8)),
        (np.zeros((3, 28, 28), np.uint8), np.zeros(3, np.int64)),
    ],
)
def test_split_checks_its_arrays(images: np.ndarray, labels: np.ndarray) -> None:
    """Arrays that do not belong together, or have another type, make no split."""
    with pytest.raises(ValueError, match=r"match|uint8"):
        Split(images, labels)


def test_split_by_name() -> None:
    """Both splits are found by name; another name is answered with the two there are."""
    dataset = Dataset("mnist", "MNIST", "", "", make_split(2), make_split(1), "")

    assert dataset.split("train") is dataset.train
    assert dataset.split("test") is dataset.test
    with pytest.raises(DigitLabError, match='"validation"; choose "train" or "test"'):
        dataset.split("validation")


def test_fingerprint_depends_on_order() -> None:
    """Exchanging two arrays, or moving the border between them, gives another fingerprint."""
    assert len({fingerprint(d) for d in (["a", "b"], ["b", "a"], ["ab"], ["a", "b", ""])}) == 4
