"""Arrays in files: whatever happened to the file, arrays come back or one kind of error does."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.files.arrays import UnreadableError, read_npy, read_npz

VALUES = np.arange(6, dtype=np.float32).reshape(2, 3)
KINDS = {
    "array.npz": (lambda path: np.savez(path, values=VALUES, name="six"), read_npz),
    "array.npy": (lambda path: np.save(path, VALUES), read_npy),
}


@pytest.fixture(params=KINDS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Callable[[Path], Any]]:
    """A file with arrays, and what reads it."""
    path = tmp_path / request.param
    write, read = KINDS[request.param]
    write(path)
    return path, read


def test_round_trip(tmp_path: Path) -> None:
    """What NumPy wrote is read: all arrays, or those that were asked for, or the only one."""
    for name, (write, _) in KINDS.items():
        write(tmp_path / name)
    found = read_npz(tmp_path / "array.npz")
    assert ["values", "name"] == list(found)
    assert "six" == str(found["name"])
    assert ["name"] == list(read_npz(tmp_path / "array.npz", ["name"]))
    np.testing.assert_array_equal(VALUES, found["values"])
    np.testing.assert_array_equal(VALUES, read_npy(tmp_path / "array.npy"))


@pytest.mark.filterwarnings("ignore")  # about a header that looks as if Python 2 had written it
def test_every_flipped_bit(written: tuple[Path, Callable[[Path], Any]]) -> None:
    """Each single bit of the file, the wrong way round."""
    path, read = written
    content = path.read_bytes()
    refused = 0
    for place in range(8 * len(content)):
        damaged = bytearray(content)
        damaged[place // 8] ^= 1 << place % 8
        refused += is_refused(path, read, bytes(damaged))
    assert 0 < refused < 8 * len(content)


@pytest.mark.filterwarnings("ignore")  # as above
def test_damaged_values_are_never_taken_for_sound(tmp_path: Path) -> None:
    """The kind of the values, changed in any way. Half precision, for one, would read the first
    half of the bytes, and the archive's sum is that of all."""
    path, values = tmp_path / "array.npz", np.arange(3000, dtype=np.float32)
    np.savez(path, values=values)
    content = path.read_bytes()
    kind = content.index(b"<f4")
    for place, change in product(range(kind, kind + 3), range(1, 256)):
        damaged = bytearray(content)
        damaged[place] ^= change
        assert is_refused(path, read_npz, bytes(damaged))


def test_every_length(written: tuple[Path, Callable[[Path], Any]]) -> None:
    """A file cut off anywhere is refused."""
    path, read = written
    content = path.read_bytes()
    assert all(is_refused(path, read, content[:length]) for length in range(len(content)))


@pytest.mark.filterwarnings("ignore")  # as above
@pytest.mark.parametrize(
    "header",
    [
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\0\n",
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), \n",
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (1" + b"0" * 18 + b",), }\n",
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (1" + b"0" * 40 + b",), }\n",
        b"{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }\n",
        b"{[]: 1}\n",
        b"(" * 9000 + b"\n",
        b"  {'descr': '<f4'}\n 1\n",
        b"",
    ],
)
def test_header_that_is_none(tmp_path: Path, header: bytes) -> None:
    """NumPy's header is a line of Python: broken, endless, or asking for all memory there is."""
    path = tmp_path / "array.npy"
    content = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + VALUES.tobytes()
    assert is_refused(path, read_npy, content)


def test_no_file(tmp_path: Path) -> None:
    """A missing file, a folder in its place, another kind of file, a missing array: refused."""
    np.save(tmp_path / "array.npy", VALUES)
    np.savez(tmp_path / "array.npz", values=VALUES)
    for path in (tmp_path / "none", tmp_path, tmp_path / "array.npy"):
        with pytest.raises(UnreadableError):
            read_npz(path)
    for path in (tmp_path / "none", tmp_path, tmp_path / "array.npz"):
        with pytest.raises(UnreadableError):
            read_npy(path)
    with pytest.raises(UnreadableError):
        read_npz(tmp_path / "array.npz", ["values", "others"])


def is_refused(path: Path, read: Callable[[Path], Any], content: bytes) -> bool:
    """Whether a file with this content is refused; any other error fails the test."""
    path.write_bytes(content)
    try:
        read(path)
    except UnreadableError:
        return True
    return False
