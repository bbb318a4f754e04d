"""Bytes of a picture file -> RGBA pixels, bounded before anything is decoded."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from core.errors import DigitLabError

MAX_BYTES = 32 * 1024 * 1024
MAX_PIXELS = 50_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
JPEG_SIDE = 2000
"""A JPEG of twice this long side or more is decoded at a half, a quarter or an eighth."""

RGBA = NDArray[np.uint8]


def decode(data: bytes, name: str = "picture") -> RGBA:
    """Return a picture file's pixels, upright, as (h, w, 4) uint8.

    Reads PNG, JPEG, WebP, BMP, GIF (its first frame) and TIFF of every usual mode. Raises
    DigitLabError, which starts with `name`, for anything else, for more than 32 MB or
    50 megapixels, and for damaged files.
    """
    _check_bytes(data, name)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_pixels(image, name)
            image.draft(None, _draft_size(image.size))
            return _to_rgba(ImageOps.exif_transpose(image))
    except DigitLabError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    # Pillow's decoders raise whatever a hostile file leads them to: OSError, SyntaxError,
    # ValueError, struct.error, EOFError, MemoryError, ZeroDivisionError and more.
    except Exception as error:
        raise DigitLabError(
            f"{name} is not a whole picture (PNG, JPEG, WebP, BMP, GIF or TIFF); "
            "open it in a picture program and save it again, or choose another file."
        ) from error


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
    if width * height < 1:
        raise DigitLabError(f"{name} is {width}x{height} pixels: nothing to see; choose another.")


def _too_large(name: str) -> DigitLabError:
    return DigitLabError(
        f"{name} has more than the {MAX_PIXELS // 10**6} megapixels that are read; "
        "make the picture smaller."
    )


def _draft_size(size: tuple[int, int]) -> tuple[int, int]:
    """Return the least size to decode a JPEG at: its long side 2000 pixels or more."""
    scale = min(1.0, JPEG_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _to_rgba(image: Image.Image) -> RGBA:
    if image.mode.startswith(("I", "F")):
        image = _eight_bit(image)
    return np.array(image.convert("RGBA"), dtype=np.uint8)


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return a picture of 16-bit, 32-bit or float greys as 8-bit ones.

    Integers above 255 are taken for 16-bit greys; floats are stretched over their range.
    """
    levels = np.nan_to_num(np.asarray(image, dtype=np.float64))
    if image.mode == "F":
        low, high = float(levels.min()), float(levels.max())
    else:
        low, high = 0.0, 65535.0 if "16" in image.mode or levels.max() > 255 else 255.0
    scaled = (levels - low) * (255 / max(high - low, 1e-12))
    return Image.fromarray(np.clip(np.rint(scaled), 0, 255).astype(np.uint8))
