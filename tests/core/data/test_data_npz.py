import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.data.npz import read_npz
from core.errors import DigitLabError

VALUES = np.arange(60, dtype=np.uint8).reshape(3, 4, 5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.npz"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_round_trip(path: Path, save: Callable[..., None]) -> None:
    """An array that NumPy saved, compressed or not, is read back equal and read-only."""
    save(path, x_train=VALUES)

    result = read_npz(path, "x_train", VALUES.shape)

    np.testing.assert_array_equal(result, VALUES)
    assert not result.flags.writeable


def test_truncated_anywhere(path: Path) -> None:
    """A file cut off at any byte is refused by name."""
    np.savez_compressed(path, x_train=VALUES)
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        with pytest.raises(DigitLabError, match=re.escape(str(path))):
            read_npz(path, "x_train", VALUES.shape)


def test_damaged_value(path: Path) -> None:
    """A changed byte among the values is found by the checksum of the zip."""
    np.savez(path, x_train=VALUES)
    content = path.read_bytes()
    path.write_bytes(content.replace(VALUES.tobytes(), VALUES[::-1].tobytes()))

    with pytest.raises(DigitLabError, match="CRC"):
        read_npz(path, "x_train", VALUES.shape)


def test_missing_array(path: Path) -> None:
    """A file without the array says which one it lacks."""
    np.savez(path, y_train=VALUES)

    with pytest.raises(DigitLabError, match="has no array x_train"):
        read_npz(path, "x_train", VALUES.shape)


@pytest.mark.parametrize(
    "values",
    [
        VALUES.astype(np.int8),
        VALUES.reshape(3, 20),
        np.asfortranarray(VALUES),
        VALUES[:2],
        np.array([{}] * 60, dtype=object),
    ],
    ids=["dtype", "shape", "order", "size", "pickle"],
)
def test_other_array(path: Path, values: np.ndarray) -> None:
    """An array of another type, shape, order or size, or one to unpickle, is refused."""
    np.savez(path, x_train=values)

    with pytest.raises(DigitLabError, match="expected"):
        read_npz(path, "x_train", VALUES.shape)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression(path: Path, method: int) -> None:
    """Compressions that cannot be unpacked in bounds are refused before any unpacking."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("x_train.npy", bytes(10**6))

    with pytest.raises(DigitLabError, match="another way than NumPy"):
        read_npz(path, "x_train", VALUES.shape)


def test_zip_bomb(path: Path) -> None:
    """A member that is far larger than the array is refused before it is unpacked."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x_train.npy", bytes(10**7))

    with pytest.raises(DigitLabError, match="10,000,000 bytes where 60"):
        read_npz(path, "x_train", VALUES.shape)
