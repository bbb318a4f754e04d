"""Small files that ask for a lot of memory or time are refused before they get it."""

import subprocess
import sys
import time
import zlib
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from core.errors import DigitLabError
from core.vision import decode
from core.vision.decode import MAX_READS
from tests.core.vision.picture_files import (
    animation,
    claiming,
    encoded,
    png,
    png_chunks,
    tiff,
    valid_files,
)

PROJECT = Path(__file__).resolve().parents[3]
VALID = valid_files()
MEGABYTE = 2**20

MEASURE = """
import re, sys
from pathlib import Path
from core.errors import DigitLabError
from core.vision import decode

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

for path in map(Path, sys.argv[1:]):
    data = path.read_bytes()
    before = peak()
    try:
        decode(data, path.name)
    except DigitLabError:
        pass
    print(path.name, peak() - before, sep=chr(9))
"""


@cache
def too_large() -> dict[str, bytes]:
    """Files that claim 3.6 gigapixels, or as much as their format can."""
    kinds = ("png", "jpeg", "webp", "webp lossless", "webp animated", "bmp", "gif", "tiff lzw")
    bombs = {kind: claiming(VALID[kind], 60_000, 60_000) for kind in kinds}
    header, frame = gif_halves()
    bombs["frame of a gif"] = header + frame[:5] + b"\x60\xea\x60\xea" + frame[9:]
    return bombs


def gif_halves() -> tuple[bytes, bytes]:
    """A GIF up to its picture, and the picture."""
    gif = VALID["gif"]
    start = gif.index(b"\x2c\0\0\0\0")
    return gif[:start], gif[start:]


@cache
def laborious() -> dict[str, bytes]:
    """Files of small pictures that take a decoder through endless parts or huge buffers."""
    jpeg = VALID["jpeg"]
    header, frame = gif_halves()
    ihdr, idat, iend = png_chunks(VALID["png"])
    large = encoded(Image.new("L", (3000, 3000), 200), "JPEG", progressive=True)
    last_scan = large[large.rindex(b"\xff\xda") : -2]
    zeros = zlib.compress(bytes(30 * MEGABYTE))
    tile = {256: 40, 257: 30, 258: 8, 259: 8, 262: 1, 277: 1, 322: 30_000, 323: 30_000}
    return {
        "jpeg of 1000 scans": large[:-2] + last_scan * 1000 + b"\xff\xd9",
        "jpeg after filling bytes": jpeg[:2] + b"\xff" * MAX_READS + jpeg[2:],
        "jpeg of empty comments": jpeg[:2] + b"\xff\xfe\0\2" * MAX_READS + jpeg[2:],
        "gif of empty comments": header + b"\x21\xfe\0" * MAX_READS + frame,
        "png of empty texts": png([ihdr, *[(b"tEXt", b"a\0")] * MAX_READS, idat, iend]),
        "png of a long text": png([ihdr, (b"zTXt", b"a\0\0" + zeros), idat, iend]),
        "png of a long profile": png([ihdr, (b"iCCP", b"a\0\0" + zeros), idat, iend]),
        "tiff of a huge tile": tiff(tile | {324: 8, 325: len(zeros)}, zeros),
    }


@cache
def harmless() -> dict[str, bytes]:
    """Unusual files of small pictures that are read, and cost no more than others."""
    ihdr, idat, iend = png_chunks(VALID["png"])
    beyond = zlib.compress(zlib.decompress(idat[1]) + bytes(30 * MEGABYTE))
    many = [Image.new("L", (40, 30), level) for level in range(250)]
    frames = {"save_all": True, "append_images": many[1:]}
    return {
        "png with data beyond its end": png([ihdr, (idat[0], beyond), iend]),
        "gif of many frames": encoded(many[0], "GIF", **frames),
        "webp of many frames": encoded(many[0], "WEBP", **frames),
        "tiff of many pages": encoded(many[0], "TIFF", **frames),
        "png of several frames": animation("PNG"),
    }


@pytest.mark.parametrize("kind", too_large())
def test_pixel_bombs_are_refused_by_their_header(kind: str) -> None:
    """The message says that there are too many pixels, as the header claims."""
    with pytest.raises(DigitLabError, match=r"^bomb\.png has more than the 50 megapixels"):
        decode(too_large()[kind], "bomb.png")


@pytest.mark.parametrize("size", [(1, 70_000), (70_000, 1)])
def test_very_long_pictures_are_refused(size: tuple[int, int]) -> None:
    """More than 65,535 pixels a side are refused though they are few in all."""
    with pytest.raises(DigitLabError, match=rf"^long\.png is {size[0]}x{size[1]} pixels, longer"):
        decode(encoded(Image.new("L", size), "PNG"), "long.png")


@pytest.mark.parametrize("kind", laborious())
def test_laborious_files_are_refused_soon(kind: str) -> None:
    """No file takes more than seconds, whatever it is made of."""
    data = laborious()[kind]
    begun = time.process_time()
    with pytest.raises(DigitLabError, match=r"^trap\.png is not a whole picture"):
        decode(data, "trap.png")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("kind", harmless())
def test_unusual_files_are_read(kind: str) -> None:
    """The first picture counts, whatever follows it."""
    assert decode(harmless()[kind]).shape == (30, 40, 4)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the peak of a process in /proc")
def test_no_hostile_file_takes_memory(tmp_path: Path) -> None:
    """No file lets the process grow by more than 40 MB: that is less than what it claims."""
    files = too_large() | laborious() | harmless()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *(str(tmp_path / name) for name in files)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    growth = dict(line.split("\t") for line in done.stdout.splitlines())
    assert growth.keys() == files.keys()
    assert {name: kb for name, kb in growth.items() if int(kb) > 40 * 1024} == {}
