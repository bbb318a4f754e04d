"""The file of one drawing: a PGM of 28x28 pixels, which any viewer of pictures opens.

Its name holds all else, as in 000012-7-20261121T103912-9f86d081884c7d65.pgm: the number, the digit
that was meant, the time in UTC and the beginning of the SHA-256 of the pixels. Where somebody gave
their name there follows another dash and the same of that, so that no name is told.
"""

import re
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from core.data.dataset import IMAGE_SIZE, UInt8Array
from core.files.json_files import replacing

_NAME = re.compile(
    r"([0-9]{6})-([0-9])-([0-9]{8}T[0-9]{6})-([0-9a-f]{16})(?:-([0-9a-f]{16}))?\.pgm"
)
_TIME = "%Y%m%dT%H%M%S"
_HEADER = b"P5\n%d %d\n255\n" % (IMAGE_SIZE, IMAGE_SIZE)
_FILE_BYTES = len(_HEADER) + IMAGE_SIZE**2


@dataclass(frozen=True)
class Drawing:
    """What is known of a drawing without opening its file.

    `number` 0..999,999, the higher the later it was kept; `label` 0..9, the digit that was meant;
    `time` in UTC, whole seconds; `digest` of the pixels, 16 hexadecimal digits; `artist`, the
    `artist_of` who drew it, None where nobody gave a name.
    """

    number: int
    label: int
    time: datetime
    digest: str
    artist: str | None = None

    @property
    def name(self) -> str:
        """The name of its file."""
        by = f"-{self.artist}" if self.artist else ""
        return f"{self.number:06d}-{self.label}-{self.time:{_TIME}}-{self.digest}{by}.pgm"


# A folder of thousands is listed with each stroke on the canvas.
@lru_cache(maxsize=20_000)
def parse_name(name: str) -> Drawing | None:
    """Return the drawing that a file's name tells of, None for any other name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    number, label, time, digest, artist = match.groups()
    try:
        moment = datetime.fromisoformat(time).replace(tzinfo=UTC)
    except ValueError:
        return None  # no such day or hour
    return Drawing(int(number), int(label), moment, digest, artist)


def artist_of(user: str | None) -> str | None:
    """Return what stands for `user` in a drawing's name: 16 hexadecimal digits of a SHA-256."""
    return sha256(user.encode()).hexdigest()[:16] if user else None


def digest_of(image: UInt8Array) -> str:
    """Return the beginning of the SHA-256 of the pixels, 16 hexadecimal digits."""
    return sha256(image.tobytes()).hexdigest()[:16]


def read_image(path: Path, digest: str) -> UInt8Array | None:
    """Return the pixels in a file, (28, 28) uint8; None unless they are those of the digest."""
    try:
        # Looked at before it is opened: opening a pipe would wait for ever.
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as file:
            content = file.read(_FILE_BYTES + 1)
    except OSError:
        return None  # removed meanwhile, or not ours to read
    if len(content) != _FILE_BYTES or not content.startswith(_HEADER):
        return None
    image = np.frombuffer(content, np.uint8, offset=len(_HEADER))
    return image.reshape(IMAGE_SIZE, IMAGE_SIZE) if digest_of(image) == digest else None


def write_image(path: Path, image: UInt8Array) -> None:
    """Write the pixels of a drawing, (28, 28) uint8; a reader sees the file whole or not at all.

    Raises `DigitLabError` where the file system takes no more.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(_HEADER + image.tobytes())
