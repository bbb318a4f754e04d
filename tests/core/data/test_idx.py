import gzip
import hashlib
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from core.data.idx import MAX_VALUES, content_md5, header, read_idx
from core.errors import DigitLabError

bytes_of_any_shape = arrays(np.uint8, array_shapes(max_dims=3, max_side=6))
# one folder serves all examples: each overwrites the one file of the example before
overwriting = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def idx_bytes(values: np.ndarray) -> bytes:
    return header(values.shape) + values.tobytes()


@overwriting
@given(values=bytes_of_any_shape, compressed=st.booleans())
def test_round_trip(tmp_path: Path, values: np.ndarray, compressed: bool) -> None:
    """Any array of bytes written as IDX, plain or gzip, is read back equal and read-only."""
    path = tmp_path / "values"
    content = idx_bytes(values)
    path.write_bytes(gzip.compress(content) if compressed else content)

    result = read_idx(path)

    np.testing.assert_array_equal(result, values)
    assert result.dtype == np.uint8
    assert not result.flags.writeable


@overwriting
@given(values=bytes_of_any_shape, compressed=st.booleans(), data=st.data())
def test_truncated_anywhere(
    tmp_path: Path, values: np.ndarray, compressed: bool, data: st.DataObject
) -> None:
    """A file that ends at any earlier byte, even inside gzip's own trailer, is refused by name."""
    path = tmp_path / "values"
    content = gzip.compress(idx_bytes(values)) if compressed else idx_bytes(values)
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])

    with pytest.raises(DigitLabError, match=re.escape(str(path))):
        read_idx(path)


@overwriting
@given(values=bytes_of_any_shape, rest=st.binary(min_size=1, max_size=9), compressed=st.booleans())
def test_trailing_bytes(tmp_path: Path, values: np.ndarray, rest: bytes, compressed: bool) -> None:
    """A file that goes on after the values that its header announces is refused by name."""
    path = tmp_path / "values"
    content = idx_bytes(values) + rest
    path.write_bytes(gzip.compress(content) if compressed else content)

    with pytest.raises(DigitLabError, match=f"{re.escape(str(path))} goes on after"):
        read_idx(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>not found</html>",
        bytes((0, 0, 0x0D, 1, 0, 0, 0, 1)) + bytes(4),  # floats
        bytes((0, 0, 8, 0, 5)),  # no axes
    ],
)
def test_wrong_magic(tmp_path: Path, content: bytes) -> None:
    """What does not start as an IDX file of bytes is said to be none."""
    path = tmp_path / "values"
    path.write_bytes(content)

    with pytest.raises(DigitLabError, match="is not an IDX file of bytes"):
        read_idx(path)


def test_damaged_gzip(tmp_path: Path) -> None:
    """A flipped byte inside gzip is noticed, whatever the decompressor makes of it."""
    values = np.arange(200, dtype=np.uint8)
    content = bytearray(gzip.compress(idx_bytes(values)))
    content[len(content) // 2] ^= 0xFF
    path = tmp_path / "values.gz"
    path.write_bytes(content)

    with pytest.raises(DigitLabError, match=r"values\.gz"):
        read_idx(path)


def test_huge_header(tmp_path: Path) -> None:
    """A header that announces gigabytes is refused before any memory is set aside."""
    path = tmp_path / "values"
    path.write_bytes(header((2**32 - 1, 2**32 - 1)))

    with pytest.raises(DigitLabError, match="more than any MNIST file"):
        read_idx(path)


def test_gzip_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file that would decompress without end no more is read than its header announces."""
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(header((10,)) + bytes(MAX_VALUES)))
    taken = []
    read = gzip.GzipFile.read
    monkeypatch.setattr(
        gzip.GzipFile, "read", lambda self, size=-1: taken.append(size) or read(self, size)
    )

    with pytest.raises(DigitLabError, match="goes on after its 10 values"):
        read_idx(path)
    assert taken == [4, 4, 11]


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(DigitLabError, match=r"absent cannot be read"):
        read_idx(tmp_path / "absent")


@given(values=bytes_of_any_shape)
def test_content_md5_is_the_files(values: np.ndarray) -> None:
    """The checksum of an array is that of the IDX file it would make, in any memory layout."""
    expected = hashlib.md5(idx_bytes(values)).hexdigest()

    assert content_md5(values) == expected
    assert content_md5(np.asfortranarray(values)) == expected
