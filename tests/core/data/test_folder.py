import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest

from core.data import CANONICAL_FINGERPRINT, Dataset, load, mnist
from core.data.folder import load_folder
from core.errors import DigitLabError

Arrays = dict[mnist.Part, np.ndarray]


def check(dataset: Dataset, small_mnist: Arrays) -> None:
    train_images, train_labels, test_images, test_labels = small_mnist.values()
    np.testing.assert_array_equal(dataset.train.images, train_images)
    np.testing.assert_array_equal(dataset.train.labels, train_labels)
    np.testing.assert_array_equal(dataset.test.images, test_images)
    np.testing.assert_array_equal(dataset.test.labels, test_labels)


def test_idx_files(idx_folder: Path, small_mnist: Arrays) -> None:
    """Four plain IDX files become the two splits, and the origin names their folder."""
    dataset = load_folder(idx_folder)

    check(dataset, small_mnist)
    assert str(idx_folder) in dataset.origin
    assert (dataset.name, dataset.title) == ("mnist", "MNIST")


@pytest.mark.parametrize("dotted", [False, True])
@pytest.mark.parametrize("compressed", [False, True])
def test_usual_file_names(
    idx_folder: Path, small_mnist: Arrays, dotted: bool, compressed: bool
) -> None:
    """The files are found by each of the names they are usually given."""
    for path in list(idx_folder.iterdir()):
        name = path.name.replace("-idx", ".idx") if dotted else path.name
        content = path.read_bytes()
        path.unlink()
        if compressed:
            (idx_folder / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (idx_folder / name).write_bytes(content)
    dataset = load_folder(idx_folder)

    check(dataset, small_mnist)
    assert dataset.name == "mnist"


def test_npz(npz_file: Path, small_mnist: Arrays) -> None:
    """A folder with nothing but mnist.npz serves as well, with the same fingerprint."""
    dataset = load_folder(npz_file.parent)

    check(dataset, small_mnist)
    assert dataset.fingerprint == mnist.fingerprint(part.md5 for part in mnist.PARTS)


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that does not exist is named, with what the variable must name."""
    with pytest.raises(DigitLabError, match=r"nowhere is not a folder.*DIGITS_DATA_DIR must"):
        load_folder(tmp_path / "nowhere")


def test_unusable_folder_name() -> None:
    """A name that the file system itself refuses is an error for a person as well."""
    with pytest.raises(DigitLabError, match="cannot be searched"):
        load_folder(Path("x" * 5000))


def test_empty_folder(tmp_path: Path) -> None:
    """A folder without MNIST is told what it lacks."""
    with pytest.raises(DigitLabError, match="lacks train-images-idx3-ubyte"):
        load_folder(tmp_path)


def test_missing_file(idx_folder: Path) -> None:
    """Three files are not MNIST: the fourth is named."""
    (idx_folder / "t10k-labels-idx1-ubyte").unlink()

    with pytest.raises(DigitLabError, match="lacks t10k-labels-idx1-ubyte"):
        load_folder(idx_folder)


def test_incomplete_idx_beside_npz(idx_folder: Path, npz_file: Path) -> None:
    """A lost IDX file is not papered over by an mnist.npz that lies beside the others."""
    npz_file.rename(idx_folder / "mnist.npz")
    (idx_folder / "t10k-labels-idx1-ubyte").unlink()

    with pytest.raises(DigitLabError, match="lacks t10k-labels-idx1-ubyte"):
        load_folder(idx_folder)


def test_other_content(idx_folder: Path) -> None:
    """One changed pixel in a well-formed file: the message has the file and both checksums."""
    path = idx_folder / "t10k-images-idx3-ubyte"
    content = bytearray(path.read_bytes())
    content[500] ^= 1
    path.write_bytes(content)
    found = hashlib.md5(content).hexdigest()

    with pytest.raises(DigitLabError, match=f"{path.name} is not MNIST's.*{found}.*not "):
        load_folder(idx_folder)


def test_real_mnist(real_mnist: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """MNIST itself: sizes, first labels, one known wrong label, and the pinned fingerprint."""
    monkeypatch.setenv("DIGITS_DATA_DIR", str(real_mnist))

    dataset = load()

    assert (len(dataset.train), len(dataset.test)) == (60_000, 10_000)
    assert dataset.train.labels[:5].tolist() == [5, 0, 4, 1, 9]
    assert dataset.test.labels[947] == 8
    assert not dataset.train.images.flags.writeable
    assert dataset.fingerprint == CANONICAL_FINGERPRINT


def test_canonical_fingerprint_is_stable() -> None:
    """Runs record it: a change of how it is computed would orphan them."""
    expected = "88040df0a2b03ee028d2e2873177f5f65930201c48e252b154c5771e989013ae"

    assert expected == CANONICAL_FINGERPRINT
