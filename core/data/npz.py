"""`mnist.npz`, the one file that `keras.datasets.mnist` downloads: four .npy arrays in a zip."""

import math
import zipfile
from pathlib import Path
from typing import IO

import numpy as np

from core.data.dataset import UInt8Array
from core.errors import DigitLabError
from core.files.arrays import DAMAGED

_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what NumPy writes; both read in bounds
_HEADER_BYTES = 4096


def read_npz(path: Path, key: str, shape: tuple[int, ...]) -> UInt8Array:
    """The uint8 array `key` of the .npz file, which must have that shape; read-only.

    Nothing is unpickled, and nothing is allocated or decompressed beyond the expected size.
    Raises DigitLabError, naming the file and the array, when the file cannot be read, is damaged,
    or holds something else.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo(f"{key}.npy")
            _check_size(info, math.prod(shape))
            with archive.open(info) as stream:
                _check_header(stream, shape)
                return _read_values(stream, shape)
    except KeyError as error:
        raise _broken(path, f"has no array {key}") from error
    except DAMAGED as error:
        raise _broken(path, f"cannot be read: {key}: {error}") from error


def _check_size(info: zipfile.ZipInfo, count: int) -> None:
    if info.compress_type not in _READABLE:
        raise ValueError("compressed in another way than NumPy does")
    if not count < info.file_size <= count + _HEADER_BYTES:
        raise ValueError(f"{info.file_size:,} bytes where {count:,} and a header were expected")


def _check_header(stream: IO[bytes], shape: tuple[int, ...]) -> None:
    version = np.lib.format.read_magic(stream)
    if version != (1, 0):
        raise ValueError(f"version {version} of the .npy format where (1, 0) was expected")
    actual, is_fortran_order, dtype = np.lib.format.read_array_header_1_0(stream)
    if actual != shape or dtype != np.uint8 or is_fortran_order:
        raise ValueError(f"{dtype} array of shape {actual} where uint8 {shape} was expected")


def _read_values(stream: IO[bytes], shape: tuple[int, ...]) -> UInt8Array:
    count = math.prod(shape)
    content = stream.read(count + 1)
    if len(content) != count:
        raise ValueError(f"not the {count:,} bytes that its header announces")
    return np.frombuffer(content, np.uint8).reshape(shape)


def _broken(path: Path, fault: str) -> DigitLabError:
    return DigitLabError(f"{path} {fault}; replace it with a fresh mnist.npz.")
