"""Picture files that nobody would write down digits in, as a random generator draws them.

Most are small files of every format, damaged; the others are whole and hold what is hard to read:
texture, tiny parts by the hundred thousand, pages of text.
"""

import io
import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.vision import MAX_BYTES

Grey = NDArray[np.uint8]

_DAMAGED = 0.8  # share of the files
_SIDES = (1, 9, 28, 60, 100, 200, 300, 500, 1000, 2000, 3400)
_CLAIMS = (0, 1, 7_000, 50_000, 2**16 - 1, 2**31 - 1, 2**32 - 1)


@dataclass(frozen=True)
class PictureFile:
    """A file and what it is, in words."""

    name: str
    data: bytes


def hostile_picture(rng: random.Random) -> PictureFile:
    """Return a damaged file, or a whole one that holds what is hard to read."""
    if rng.random() < _DAMAGED:
        kind = rng.choice(list(_ENCODINGS))
        how = rng.choice(list(_MUTATIONS))
        side = rng.choice((16, 28, 40, 200))
        data = _MUTATIONS[how](_ENCODINGS[kind](_seven(side)), rng)
        return PictureFile(f"{kind}, {how}", data[: MAX_BYTES + 1])
    what, kind = rng.choice(list(_TEXTURES)), rng.choice(("PNG", "JPEG", "GIF", "WEBP", "TIFF"))
    width, height = rng.choice(_SIDES), rng.choice(_SIDES)
    if rng.random() < 0.7:
        height = width
    grey = _TEXTURES[what](height, width, np.random.default_rng(rng.randrange(2**32)))
    if rng.random() < 0.5:
        grey = 255 - grey
    return PictureFile(f"{what}, {width}x{height} {kind}", _encoded(Image.fromarray(grey), kind))


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _seven(side: int) -> Image.Image:
    paper = np.full((side, side, 3), (230, 245, 250), np.uint8)
    corners = np.array([(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]) * side
    cv2.polylines(paper, [corners.astype(np.int32)], False, (90, 30, 20), max(1, side // 12))
    return Image.fromarray(paper)


def _animated(image: Image.Image, kind: str) -> bytes:
    frames = [image.rotate(turn) for turn in (10, 20)]
    return _encoded(image, kind, save_all=True, append_images=frames)


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "a seven" * 50
    return exif


def _deep(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)


_ENCODINGS: dict[str, Callable[[Image.Image], bytes]] = {
    "PNG": lambda image: _encoded(image, "PNG"),
    "PNG of 1 bit": lambda image: _encoded(image.convert("1"), "PNG"),
    "PNG of 16 bits": lambda image: _encoded(_deep(image), "PNG"),
    "PNG with a palette": lambda image: _encoded(image.quantize(8), "PNG", transparency=b"\0\x80"),
    "PNG with EXIF": lambda image: _encoded(image, "PNG", exif=_exif(6)),
    "PNG with alpha": lambda image: _encoded(image.convert("RGBA"), "PNG"),
    "PNG animated": lambda image: _animated(image, "PNG"),
    "JPEG": lambda image: _encoded(image, "JPEG"),
    "JPEG progressive": lambda image: _encoded(image, "JPEG", progressive=True),
    "JPEG CMYK": lambda image: _encoded(image.convert("CMYK"), "JPEG"),
    "JPEG with EXIF": lambda image: _encoded(image, "JPEG", exif=_exif(99)),
    "JPEG of several": lambda image: _animated(image, "MPO"),
    "WEBP": lambda image: _encoded(image, "WEBP"),
    "WEBP lossless": lambda image: _encoded(image, "WEBP", lossless=True),
    "WEBP animated": lambda image: _animated(image, "WEBP"),
    "BMP": lambda image: _encoded(image, "BMP"),
    "BMP with a palette": lambda image: _encoded(image.quantize(16), "BMP"),
    "GIF": lambda image: _encoded(image, "GIF"),
    "GIF animated": lambda image: _animated(image, "GIF"),
    "TIFF": lambda image: _encoded(image, "TIFF"),
    "TIFF of 16 bits": lambda image: _encoded(_deep(image), "TIFF"),
    "TIFF of floats": lambda image: _encoded(image.convert("F"), "TIFF"),
    "TIFF CMYK": lambda image: _encoded(image.convert("CMYK"), "TIFF"),
    "TIFF LZW": lambda image: _encoded(image, "TIFF", compression="tiff_lzw"),
    "TIFF JPEG": lambda image: _encoded(image, "TIFF", compression="jpeg"),
    "TIFF fax": lambda image: _encoded(image.convert("1"), "TIFF", compression="group4"),
    "TIFF of pages": lambda image: _animated(image, "TIFF"),
}


def _flipped(data: bytes, rng: random.Random, upto: int) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 8, 32))):
        changed[rng.randrange(min(upto, len(changed)))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _replaced(data: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(data)), rng.choice((1, 4, 64))
    return data[:at] + rng.randbytes(length) + data[at + length :]


def _spliced(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    times = rng.choice((0, 2, 50))
    return data[:start] + data[start:end] * times + data[end:]


def _claiming(data: bytes, rng: random.Random) -> bytes:
    """Return the file with a huge or an odd number wherever its format keeps its size."""
    width, height = rng.choice(_CLAIMS), rng.choice(_CLAIMS)
    if data.startswith(b"\x89PNG"):
        body = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
        return data[:12] + body + struct.pack(">I", zlib.crc32(body)) + data[33:]
    if data.startswith(b"\xff\xd8"):
        start = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
        return _with(data, start + 5, struct.pack(">HH", height & 0xFFFF, width & 0xFFFF))
    if data.startswith(b"GIF"):
        return _with(data, 6, struct.pack("<HH", width & 0xFFFF, height & 0xFFFF))
    if data.startswith(b"BM"):
        return _with(data, 18, struct.pack("<II", width, height))
    number = struct.pack("<I", width)
    return _with(data, rng.randrange(4, len(data)), number)


def _with(data: bytes, at: int, part: bytes) -> bytes:
    return data[:at] + part + data[at + len(part) :]


_MUTATIONS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "bits of its head flipped": lambda data, rng: _flipped(data, rng, 64),
    "bits flipped": lambda data, rng: _flipped(data, rng, len(data)),
    "cut short": lambda data, rng: data[: rng.randrange(len(data))],
    "bytes replaced": _replaced,
    "parts gone or repeated": _spliced,
    "of another size than it says": _claiming,
    "with more behind it": lambda data, rng: data + rng.randbytes(rng.choice((1, 10_000))),
}


def _noise(height: int, width: int, rng: np.random.Generator) -> Grey:
    return rng.integers(0, 256, (height, width), np.uint8)


def _specks(height: int, width: int, rng: np.random.Generator) -> Grey:
    share = rng.choice((0.001, 0.02, 0.3))
    return np.where(rng.random((height, width)) < share, 0, 255).astype(np.uint8)


def _chessboard(height: int, width: int, rng: np.random.Generator) -> Grey:
    rows, columns = np.indices((height, width)) // rng.choice((1, 2, 5, 20))
    return np.where((rows + columns) % 2, 255, 0).astype(np.uint8)


def _halftone(height: int, width: int, rng: np.random.Generator) -> Grey:
    rows, columns = np.indices((height, width))
    pitch = rng.choice((4, 6, 10))
    waves = np.cos(2 * np.pi * rows / pitch) * np.cos(2 * np.pi * columns / pitch)
    return np.where(waves > columns / width * 2 - 1, 0, 255).astype(np.uint8)


def _dots(height: int, width: int, rng: np.random.Generator) -> Grey:
    paper, pitch = np.full((height, width), 255, np.uint8), rng.choice((3, 6, 12))
    paper[1::pitch, 1::pitch] = 0
    return paper


def _rings(height: int, width: int, rng: np.random.Generator) -> Grey:
    rows, columns = np.indices((height, width)) - np.array([height, width])[:, None, None] / 2
    radius, angle = np.hypot(rows, columns), np.arctan2(rows, columns)
    turns = angle * rng.choice((0, 1, 5))  # rings, one spiral, or five in one another
    return np.where(np.cos(radius / rng.choice((1, 3, 8)) + turns) > 0, 0, 255).astype(np.uint8)


def _lines(height: int, width: int, rng: np.random.Generator) -> Grey:
    paper = np.full((height, width), 255, np.uint8)
    ends = rng.integers(0, (width, height, width, height), (int(rng.choice((20, 300))), 4))
    for x, y, to_x, to_y in ends.tolist():
        cv2.line(paper, (x, y), (to_x, to_y), 0, 1)
    return paper


def _page(height: int, width: int, rng: np.random.Generator) -> Grey:
    paper = np.full((height, width), 255, np.uint8)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz     0123456789"))
    for bottom in range(20, height, 18):
        text = "".join(rng.choice(letters, width // 8 + 1))
        cv2.putText(paper, text, (5, bottom), cv2.FONT_HERSHEY_SIMPLEX, 0.45, 0, 1)
    return paper


def _gradient(height: int, width: int, rng: np.random.Generator) -> Grey:
    ramp = np.add.outer(np.linspace(0, 127, height), np.linspace(0, 127, width))
    grain = rng.normal(0, rng.choice((1, 10)), (height, width)).clip(-40, 40)
    return np.asarray(np.rint(ramp + grain), np.uint8)


_TEXTURES: dict[str, Callable[[int, int, np.random.Generator], Grey]] = {
    "noise": _noise,
    "specks": _specks,
    "chessboard": _chessboard,
    "halftone": _halftone,
    "dots": _dots,
    "rings": _rings,
    "lines": _lines,
    "a page of text": _page,
    "a gradient with grain": _gradient,
}
