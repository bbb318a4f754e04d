"""A ZIP's table of contents: `zipfile` makes an object of each entry at once, so it is measured
before."""

import struct
from typing import BinaryIO

_END, _END_LENGTH = b"PK\x05\x06", 22
_END64_PLACE, _END64_PLACE_LENGTH = b"PK\x06\x07", 20
_MAX_COMMENT = 65_535


def table_bytes(file: BinaryIO) -> float | None:
    """Return how many bytes the table of contents has, None for what is no whole ZIP.

    Infinitely many where it has the form for more than 4 GB (ZIP64).
    """
    length = file.seek(0, 2)
    file.seek(max(0, length - _MAX_COMMENT - _END_LENGTH - _END64_PLACE_LENGTH))
    tail = file.read()
    # As `zipfile` looks for it: at the very end, else the last one with a comment behind it.
    at = len(tail) - _END_LENGTH
    if at < 0 or tail[at : at + 4] != _END or tail[-2:] != b"\0\0":
        at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_LENGTH:
        return None
    if tail[max(0, at - _END64_PLACE_LENGTH) : at].startswith(_END64_PLACE):
        return float("inf")
    (table,) = struct.unpack_from("<L", tail, at + 12)
    return float(table)
