"""The process that decodes one HEIC, AVIF or PDF file; core.vision.formats.isolated starts it.

`decoder.py KIND PAGE` reads the file from standard input and writes how many pages it has, four
bytes, and the page as PPM. The exit status says what is wrong with a file. Nothing of core is
imported, so that it starts in a tenth of a second.
"""

import io
import os
import sys
from contextlib import suppress
from math import isfinite

from PIL import Image, ImageOps

DAMAGED, LOCKED, TOO_LARGE, NO_LIBRARY, NO_PAGE = 11, 12, 13, 14, 15
"""Exit statuses."""
MAX_PIXELS = 50_000_000
MAX_MEMORY = 1536 * 2**20
"""Bytes of address space, where the system can limit it: 48 megapixels of a phone take 0.6 GB."""
MAX_SECONDS = 12
"""Of a processor, where the system can limit it."""
SIDE = 2000
"""Pixels of the long side: of a page at most, and what larger pictures are reduced towards."""
_MOST_SCALED = 300 / 72  # of a page, so that a small one is not drawn larger than it is scanned


class FileError(Exception):
    """What is wrong with a file, as an exit status."""


def main(kind: str, page: int) -> int:
    """Decode standard input to standard output and return the exit status."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        count, image = _PAGES[kind](data, page)
    except FileError as error:
        return int(error.args[0])
    except ImportError:
        return NO_LIBRARY
    except Exception:  # whatever a hostile file leads a library to
        return DAMAGED
    output = sys.stdout.buffer
    output.write(count.to_bytes(4, "big"))
    output.write(b"P6 %d %d 255\n" % image.size)
    output.write(image.tobytes())
    output.flush()
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time is limited from outside, the pixels below
        return
    limits = {
        resource.RLIMIT_AS: MAX_MEMORY,
        resource.RLIMIT_CPU: MAX_SECONDS,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def _heic(data: bytes, _page: int) -> tuple[int, Image.Image]:
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 2
    file = pillow_heif.open_heif(io.BytesIO(data))
    _check(file.size)
    return 1, _reduced(file.to_pillow())


def _avif(data: bytes, _page: int) -> tuple[int, Image.Image]:
    image = Image.open(io.BytesIO(data), formats=["AVIF"])
    _check(image.size)
    return 1, _reduced(ImageOps.exif_transpose(image))


def _pdf(data: bytes, page: int) -> tuple[int, Image.Image]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise FileError(LOCKED if "password" in str(error).lower() else DAMAGED) from error
    count = len(document)
    if page > count:
        raise FileError(NO_PAGE)
    sheet = document[page - 1]
    long_side = max(sheet.get_size())
    if not (isfinite(long_side) and long_side > 0):
        raise FileError(DAMAGED)
    bitmap = sheet.render(scale=min(_MOST_SCALED, SIDE / long_side), may_draw_forms=False)
    return count, bitmap.to_pil().convert("RGB")


def _check(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise FileError(TOO_LARGE)


def _reduced(image: Image.Image) -> Image.Image:
    _check(image.size)
    factor = max(image.size) // SIDE
    smaller = image.reduce(factor) if factor > 1 else image
    if "A" not in smaller.getbands():
        return smaller.convert("RGB")
    seen = smaller.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


_PAGES = {"HEIC": _heic, "AVIF": _avif, "PDF": _pdf}

if __name__ == "__main__":
    status = main(sys.argv[1], int(sys.argv[2]))
    os._exit(status)  # libraries' own ways to end may crash after a hostile file
