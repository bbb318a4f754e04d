"""Bytes of a picture file -> RGBA pixels, bounded before anything is decoded."""

from __future__ import annotations

import io
import re
import warnings
from math import isfinite

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import TiffImageFile

from core.errors import DigitLabError
from core.vision.formats import isolated
from core.vision.formats.kinds import IN_WORDS, READ, kind_of
from core.vision.formats.netpbm import KINDS as NETPBM
from core.vision.formats.netpbm import lightened

MAX_BYTES = 32 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_WEBP_PIXELS = 25_000_000
"""WebP's decoder takes three times the memory and the time of the others'."""
MAX_SIDE = 65_535
"""Pixels; the most that JPEG and GIF can hold. Rows cost memory of their own."""
MAX_READS = 200_000
"""Reads from a file; whole pictures take some thousands, millions of tiny parts far more."""
MAX_SEGMENTS = 100
"""Segments of a JPEG from its first scan on: programs write about 20. Each scan goes through
all pixels again, however little it holds."""
MAX_SCANNED = 1_500_000_000
"""Pixels of a JPEG times such segments; 50 megapixels in 30 segments."""
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF", "PPM")
"""Those that Pillow decodes in this process; `isolated.KINDS` have one of their own."""
JPEG_SIDE = 2000
"""A JPEG of twice this long side or more is decoded at a half, a quarter or an eighth."""
STRIP_PIXELS = 1_000_000

RGBA = NDArray[np.uint8]

_TILE_WIDTH, _TILE_LENGTH = 322, 323
# The markers of a JPEG before which a scan ends: all but the stuffed 0 and those without a body.
_MARKER = re.compile(rb"\xff([\x02-\xcf\xd8-\xfe])")
_START_OF_IMAGE, _END_OF_IMAGE, _START_OF_SCAN = b"\xd8", b"\xd9", b"\xda"
_TO_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class _LimitedReader(io.BytesIO):
    """A file in memory that ends a decoder's walk through endless tiny parts."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self._name = name
        self._reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads += 1
        if self._reads > MAX_READS:
            raise _not_whole(self._name)
        return super().read(size)


def decode(data: bytes, name: str = "picture") -> RGBA:
    """Return a picture file's pixels, upright, as (h, w, 4) uint8.

    Reads PNG, JPEG (JFIF, too), WebP, BMP, GIF (its first frame), TIFF, HEIC, AVIF, PGM and PPM of
    every usual mode, and the first page of a PDF. Raises DigitLabError, which starts with `name`,
    for anything else, for more than 32 MB, 50 megapixels (WebP: 25) or 65,535 pixels a side, and
    for damaged files.
    """
    _check_bytes(data, name)
    data = _for_pillow(data, name)
    # Said anew for each picture, because others' filters may come and go in other threads.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    try:
        with Image.open(_LimitedReader(data, name), formats=FORMATS) as image:
            _check_pixels(image, name)
            _check_effort(image, data, name)
            image.draft(None, _draft_size(image.size))
            return _to_rgba(_upright(image))
    except DigitLabError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    # Pillow's decoders raise whatever a hostile file leads them to: OSError, SyntaxError,
    # ValueError, struct.error, EOFError, MemoryError, ZeroDivisionError and more.
    except Exception as error:
        raise _not_whole(name, data) from error


def _for_pillow(data: bytes, name: str) -> bytes:
    """Return a file as Pillow decodes it within bounds, decoded already where it would not."""
    kind = kind_of(data)
    if kind in isolated.KINDS:
        return isolated.page(data, kind, name).ppm
    light = lightened(data) if kind in NETPBM else data
    if light is None:
        raise DigitLabError(
            f"{name} is {kind} of a kind that takes too long to decode (pixels as text, or an "
            "unusual white); save it as PNG."
        )
    return light


def _check_bytes(data: bytes, name: str) -> None:
    if not data:
        raise DigitLabError(f"{name} is empty (0 bytes); choose a file that holds a picture.")
    if len(data) > MAX_BYTES:
        raise DigitLabError(
            f"{name} has {len(data) / 2**20:.0f} MB, more than the {MAX_BYTES // 2**20} MB "
            "that are read; make the picture smaller."
        )


def _check_pixels(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_large(name)
    if image.format == "WEBP" and width * height > MAX_WEBP_PIXELS:
        raise DigitLabError(
            f"{name} has more than the {MAX_WEBP_PIXELS // 10**6} megapixels that are read of "
            "WebP; make the picture smaller, or save it as JPEG."
        )
    if max(width, height) > MAX_SIDE:
        raise DigitLabError(
            f"{name} is {width}x{height} pixels, longer than the {MAX_SIDE} that are read; "
            "cut out the part with the digits."
        )
    if width * height < 1:
        raise DigitLabError(f"{name} is {width}x{height} pixels: nothing to see; choose another.")


def _check_effort(image: Image.Image, data: bytes, name: str) -> None:
    """Refuse small pictures that would take the time or the memory of very large ones."""
    if image.format in ("JPEG", "MPO"):
        count = _segment_count(data)
        if count > MAX_SEGMENTS or count * image.width * image.height > MAX_SCANNED:
            raise _not_whole(name)
    if isinstance(image, TiffImageFile):
        tags = image.tag_v2
        if tags.get(_TILE_WIDTH, 0) * tags.get(_TILE_LENGTH, 0) > MAX_PIXELS:
            raise _not_whole(name)


def _segment_count(jpeg: bytes) -> int:
    """Return how many segments a JPEG has from its first scan on, or one more than allowed."""
    count = at = 0
    while count <= MAX_SEGMENTS and (match := _MARKER.search(jpeg, at)):
        marker, at = match[1], match.end()
        if marker == _END_OF_IMAGE:
            break
        if marker != _START_OF_IMAGE:
            at += int.from_bytes(jpeg[at : at + 2], "big")
        count += count > 0 or marker == _START_OF_SCAN
    return count


def _too_large(name: str) -> DigitLabError:
    return DigitLabError(
        f"{name} has more than the {MAX_PIXELS // 10**6} megapixels that are read; "
        "make the picture smaller."
    )


def _not_whole(name: str, data: bytes = b"") -> DigitLabError:
    kind = kind_of(data)
    if data and kind not in READ:
        what = f"is {kind}, not a picture" if kind else "is not a picture"
        return DigitLabError(f"{name} {what} that is read ({IN_WORDS}); choose another file.")
    begins = f" (it begins as {kind})" if kind else ""
    return DigitLabError(
        f"{name} is not a whole picture{begins}; open it in a picture program and save it again, "
        "or choose another file."
    )


def _draft_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the least size to decode a JPEG at: its long side 2000 pixels or more."""
    scale = min(1.0, JPEG_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _upright(image: Image.Image) -> Image.Image:
    turn = _turn(image)
    return image if turn is None else image.transpose(turn)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """Return how to turn a picture by its EXIF data; damaged data is no reason to refuse it."""
    try:
        return _TO_UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:
        return None


def _to_rgba(image: Image.Image) -> RGBA:
    """Return (h, w, 4) uint8, strip by strip, so that a large picture is held twice at most."""
    grey_range = _grey_range(image) if image.mode.startswith(("I", "F")) else None
    width, height = image.size
    pixels = np.empty((height, width, 4), np.uint8)
    rows = max(1, STRIP_PIXELS // width)
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(top + rows, height)))
        strip = _eight_bit(strip, *grey_range) if grey_range else strip
        pixels[top : top + rows] = np.asarray(strip.convert("RGBA"))
    return pixels


def _grey_range(image: Image.Image) -> tuple[float, float]:
    """Return what is black and what is white in a picture of 16-bit, 32-bit or float greys.

    Of integers, 0 is black, and the largest is white unless they are 8-bit greys after all.
    """
    levels = np.asarray(image)
    lowest, highest = float(levels.min()), float(levels.max())
    if image.mode != "F":
        return min(0.0, lowest), max(255.0, highest)
    if isfinite(lowest) and isfinite(highest):
        return lowest, highest
    finite = levels[np.isfinite(levels)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def _eight_bit(image: Image.Image, black: float, white: float) -> Image.Image:
    levels = np.nan_to_num(np.asarray(image))
    scaled = levels - np.float64(black)
    scaled *= 255 / max(white - black, 1e-12)
    eight_bit = Image.fromarray(np.rint(np.clip(scaled, 0, 255, out=scaled)).astype(np.uint8))
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        eight_bit.putalpha(Image.fromarray(np.where(levels == transparent, 0, 255).astype("u1")))
    return eight_bit
