"""PGM, PPM and PBM files whose decoding by Pillow is quick: most are, some take minutes."""

from __future__ import annotations

import re

KINDS = ("a PGM", "a PPM")
MAX_PLAIN = 4 * 2**20
"""Bytes of a file whose pixels are written as text; 4 MB take half a second."""
MAX_SCALED = 2_000_000
"""Pixels of a file whose white is neither 1, 255 nor 65,535: Pillow takes them one by one."""

_COMMENT = re.compile(rb"#[^\r\n]*")
_HEADER = re.compile(rb"P[56]\s+(\d{1,6})\s+(\d{1,6})\s+(\d{1,6})\s")


def lightened(data: bytes) -> bytes | None:
    """Return a file's bytes as they are quick to decode, None if they are not.

    Comments go from pixels that are text: Pillow copies all that follows for each of them.
    """
    if data[1:2] in b"123":
        return _COMMENT.sub(b"", data) if len(data) <= MAX_PLAIN else None
    header = _HEADER.match(_COMMENT.sub(b"", data[:4096]))
    if header is None or int(header[3]) in (255, 65_535):
        return data
    return data if int(header[1]) * int(header[2]) <= MAX_SCALED else None
