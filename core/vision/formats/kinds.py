"""What kind of file bytes are, by how they begin: names lie, and phones rename."""

from __future__ import annotations

import re

PICTURE_SUFFIXES = (
    *("png", "jpg", "jpeg", "jpe", "jfif", "webp", "bmp", "gif", "tif", "tiff"),
    *("heic", "heif", "avif", "pgm", "ppm", "pbm", "pnm", "pdf"),
)
"""What the names of files that are read end with."""
IN_WORDS = "PNG, JPEG, WebP, BMP, GIF, TIFF, HEIC, AVIF, PGM, PPM or PDF"
READ = frozenset(
    f"a {kind}"
    for kind in ("PNG", "JPEG", "WebP", "BMP", "GIF", "TIFF", "HEIC", "PGM", "PPM", "PDF")
) | {"an AVIF"}
"""Of what `kind_of` returns, what is read."""

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "a PNG"),
    (b"\xff\xd8\xff", "a JPEG"),
    (b"GIF8", "a GIF"),
    (b"BM", "a BMP"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"PK\3\4", "a ZIP"),
    (b"PK\5\6", "a ZIP"),  # without a file in it
    (b"8BPS", "a Photoshop file"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL file"),
    (b"\xff\x0a", "a JPEG XL file"),
    (b"\0\0\0\x0cjP  ", "a JPEG 2000 file"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 file"),
    (b"\0\0\x01\0", "an icon"),
    (b"%!PS", "a PostScript file"),
    (b"\x1aE\xdf\xa3", "a video"),
    *(
        (start, "an archive")
        for start in (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
    ),
)
_NETPBM = re.compile(rb"P[1-6][\s#]")
_AVIF, _HEIC = {b"avif", b"avis"}, {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_EITHER = {b"mif1", b"msf1", b"mif2"}
_WITHIN = 1024  # bytes in which a file says what it is
_TEXT_START = 512  # bytes that are looked at
_TEXT = re.compile(rb"[\t\n\r\x20-\x7e\x80-\xff]*")


def kind_of(data: bytes) -> str:
    """Return what a file is, as in "a PNG", "an AVIF", "a ZIP" or "text"; "" if unknown."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "a WebP"
    if _NETPBM.match(data):
        return "a PPM" if data[1:2] in b"36" else "a PGM"
    if data[4:8] == b"ftyp":
        return _kind_of_media(data)
    if b"%PDF-" in data[:_WITHIN]:
        return "a PDF"
    if data[:_WITHIN].lstrip().startswith(b"<") and b"<svg" in data[:_WITHIN]:
        return "an SVG"
    return "text" if data and _is_text(data[:_TEXT_START]) else ""


def _kind_of_media(data: bytes) -> str:
    """Return what a file of ISO base media boxes is, by the brands in its first box."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, length, 4)}
    if brands & _AVIF:
        return "an AVIF"
    return "a HEIC" if brands & (_HEIC | _EITHER) else "a video"


def _is_text(start: bytes) -> bool:
    try:
        start.decode()
    except UnicodeDecodeError as error:
        if len(start) < _TEXT_START or error.start < len(start) - 3:  # else a letter is cut apart
            return False
    return _TEXT.fullmatch(start) is not None
