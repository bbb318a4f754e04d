"""PNG files of small pictures, bounded before anything is decoded."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.errors import DigitLabError

_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")  # of up to 8 bits
_START, _AROUND = 8, 12  # bytes before the first chunk, and of a chunk beside its content
_ESSENTIAL = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")

Pixels = NDArray[np.uint8]


def encode_png(pixels: Pixels) -> bytes:
    """Return greys (h, w) or colours (h, w, 3), uint8, as a PNG file."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "PNG")
    return buffer.getvalue()


def decode_grey(data: bytes, name: str, side: int) -> Pixels:
    """Return a PNG of exactly `side` x `side` pixels as greys (side, side) uint8.

    Raises `DigitLabError`, which starts with `name`, for anything else.
    """
    return _decoded(data, name, "L", side, side)


def decode_colours(data: bytes, name: str, most: int) -> Pixels:
    """Return a PNG of up to `most` pixels a side as colours (h, w, 3) uint8; raises likewise."""
    return _decoded(data, name, "RGB", 1, most)


def is_whole_png(data: bytes, most: int) -> bool:
    """Say whether this is a PNG of up to `most` pixels a side whose checksums are right."""
    try:
        with _opened(data) as image:
            _check(image, "", 1, most)
            image.verify()
    except Exception:
        return False
    return True


def _decoded(data: bytes, name: str, mode: str, least: int, most: int) -> Pixels:
    try:
        with _opened(data) as image:
            _check(image, name, least, most)
            image.verify()  # its checksums; after that it must be opened anew
        with _opened(data) as image:
            return np.array(image.convert(mode))
    except DigitLabError:
        raise
    except Exception as error:  # Pillow raises whatever a hostile file leads it to
        raise DigitLabError(f"{name} is not a whole PNG picture; save it as PNG again.") from error


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(_essential(data)), formats=("PNG",))


def _essential(data: bytes) -> bytes:
    """Return the file without texts and profiles, which may unpack to a thousand times as much."""
    parts, at = [data[:_START]], _START
    while at < len(data):
        end = at + _AROUND + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _ESSENTIAL:
            parts.append(data[at:end])
        at = end
    return b"".join(parts)


def _check(image: Image.Image, name: str, least: int, most: int) -> None:
    width, height = image.size
    if not (least <= width <= most and least <= height <= most):
        wanted = f"{most}x{most}" if least == most else f"at most {most}x{most}"
        raise DigitLabError(f"{name} has {width}x{height} pixels; it must have {wanted}.")
    if image.mode not in _MODES:
        raise DigitLabError(f"{name} has more than 8 bits a colour; save it with 8.")
