"""IDX, the format MNIST is published in, plain or gzip-compressed.

An IDX file of bytes is: two zero bytes, the type code 0x08 (unsigned byte), the number of axes,
the length of each axis as a big-endian uint32, then the values in C order and nothing else.
Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", file formats.
"""

import gzip
import hashlib
import io
import math
import struct
import zlib
from pathlib import Path

import numpy as np

from core.data.dataset import UInt8Array
from core.errors import DigitLabError

MAX_VALUES = 64 * 2**20
"""Largest number of values read; MNIST's largest file has 47,040,000. Bounds a false header."""

_UNSIGNED_BYTE = 0x08
_GZIP_MAGIC = b"\x1f\x8b"


def header(shape: tuple[int, ...]) -> bytes:
    """The bytes before the values of a uint8 IDX file of that shape."""
    return struct.pack(f">HBB{len(shape)}I", 0, _UNSIGNED_BYTE, len(shape), *shape)


def content_md5(values: UInt8Array) -> str:
    """MD5, in hex, of the uncompressed IDX file that holds these values.

    Against damage and mix-ups, not against forgery: it is the checksum MNIST is known by.
    """
    digest = hashlib.md5(header(values.shape), usedforsecurity=False)
    digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()


def read_idx(path: Path) -> UInt8Array:
    """The values of a uint8 IDX file, read-only, in the shape that its header gives.

    Gzip is recognised by content, not by name. Never decompresses more than the header announces
    plus one byte.
    Raises DigitLabError, naming the file, when it cannot be read, is no IDX file of bytes, is
    larger than MAX_VALUES, ends early, or goes on after its last value.
    """
    try:
        with _open(path) as stream:
            shape = _read_shape(stream, path)
            return _read_values(stream, math.prod(shape), path).reshape(shape)
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(path, f"cannot be read ({error})") from error


def _open(path: Path) -> io.BufferedIOBase:
    with path.open("rb") as stream:
        compressed = stream.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
    return gzip.open(path) if compressed else path.open("rb")


def _read_shape(stream: io.BufferedIOBase, path: Path) -> tuple[int, ...]:
    magic = stream.read(4)
    if len(magic) < 4 or magic[:3] != bytes((0, 0, _UNSIGNED_BYTE)) or magic[3] == 0:
        raise _broken(path, f"is not an IDX file of bytes (it starts with 0x{magic.hex()})")
    axes = magic[3]
    lengths = stream.read(4 * axes)
    if len(lengths) < 4 * axes:
        raise _broken(path, "ends inside its header")
    return struct.unpack(f">{axes}I", lengths)


def _read_values(stream: io.BufferedIOBase, count: int, path: Path) -> UInt8Array:
    if count > MAX_VALUES:
        raise _broken(path, f"announces {count:,} values, more than any MNIST file has")
    content = stream.read(count + 1)  # the byte beyond tells a file that goes on from one that ends
    if len(content) < count:
        raise _broken(path, f"is truncated: {len(content):,} of {count:,} values")
    if len(content) > count:
        raise _broken(path, f"goes on after its {count:,} values")
    return np.frombuffer(content, np.uint8)


def _broken(path: Path, fault: str) -> DigitLabError:
    return DigitLabError(f"{path} {fault}; replace it with a fresh copy.")
