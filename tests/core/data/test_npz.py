import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
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


@pytest.mark.filterwarnings("ignore")  # about a header that looks as if Python 2 had written it
def test_every_flipped_bit(path: Path) -> None:
    """Each single bit the wrong way round, also of the header, which NumPy parses as Python: the
    array comes back as it was, or the file is refused."""
    np.savez(path, x_train=VALUES)
    content = path.read_bytes()
    for place in range(8 * len(content)):
        damaged = bytearray(content)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        with suppress(DigitLabError):
            np.testing.assert_array_equal(VALUES, read_npz(path, "x_train", VALUES.shape))


@pytest.mark.filterwarnings("ignore")  # as above
@pytest.mark.parametrize(
    "header", [b"{'shape': (3, 4, 5), \n", b"{}\0(\n", b"{[]: 1}\n", b"(" * 3000, b"  1\n 2\n", b""]
)
def test_header_that_is_none(path: Path, header: bytes) -> None:
    """A line that is no Python, or Python for something else, is refused by name."""
    start = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x_train.npy", start + VALUES.tobytes())
    with pytest.raises(DigitLabError, match=re.escape(str(path))):
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
