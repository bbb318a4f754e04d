"""What is kept beside a drawing: the picture that it was in, and what a model said of it.

Both lie in the folder `details` within that of the drawings, as a PNG and a JSON file whose names
begin with the drawing's number and the digest of its pixels. They are written before the drawing
itself and change no more, so that a drawing is never there without those that it has. A drawing
without them, as those of earlier versions, is a drawing all the same.
"""

import stat
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from core.data.dataset import CLASS_COUNT, UInt8Array
from core.data.drawing_file import Drawing
from core.data.png import decode_colours, is_whole_png
from core.errors import DigitLabError
from core.files import fields
from core.files.json_files import read_json, replacing, write_json
from core.files.versions import FileVersion, file_version

FOLDER = "details"
LARGEST_SIDE = 320
"""Pixels along a side of an original picture, at most."""
LARGEST_BYTES = 512 * 1024
"""Of the PNG of an original picture; noise of that size takes 300 kB."""

_LARGEST_JSON = 32 * 1024  # bytes


@dataclass(frozen=True)
class Said:
    """What a model said of a drawing when it was kept.

    `run`: its id; `model`: what it was called then; `digit` 0..9 with its `probability` 0..1;
    `is_digit`: whether it took the drawing for a digit at all.
    """

    run: str
    model: str
    digit: int
    probability: float
    is_digit: bool = True

    def is_right(self, label: int) -> bool:
        """Whether it said that the drawing is a `label`."""
        return self.is_digit and self.digit == label


@dataclass(frozen=True, eq=False)
class Details:
    """What is known of a drawing beside its pixels.

    `original`: the picture that it was in, as a PNG of up to 320 pixels a side; thousands that are
    imported at once would take gigabytes as pixels.
    """

    said: Said | None = None
    original: bytes | None = None


@dataclass(frozen=True, eq=False)
class NewDrawing:
    """A drawing to keep: its image (28, 28) uint8 as a model is given it, and its label 0..9.

    `time`: when it was drawn, in UTC and whole seconds; None for now.
    """

    image: UInt8Array
    label: int
    details: Details = field(default_factory=Details)
    time: datetime | None = None


def write_details(root: Path, drawing: Drawing, details: Details) -> None:
    """Write what there is; raise `DigitLabError` where the file system takes no more."""
    if details.said is None and details.original is None:
        return
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    if details.original is not None:
        with replacing(_path(root, drawing, "png")) as temporary:
            temporary.write_bytes(details.original)
    if details.said is not None:
        write_json(_path(root, drawing, "json"), {"said": asdict(details.said)})


def read_said(root: Path, drawing: Drawing) -> Said | None:
    """Return what was said of a drawing, None where that is not known or cannot be read."""
    path = _path(root, drawing, "json")
    return _said(path, file_version(path))


def read_original(root: Path, drawing: Drawing) -> UInt8Array | None:
    """Return the picture that a drawing was in, (h, w, 3) uint8, None where there is none."""
    data = read_original_png(root, drawing)
    with suppress(DigitLabError):
        return decode_colours(data, "original", LARGEST_SIDE) if data else None
    return None


def read_original_png(root: Path, drawing: Drawing) -> bytes | None:
    """Return the same as the file that it is, not decoded, None where it is not whole."""
    path = _path(root, drawing, "png")
    if not _is_file(path, LARGEST_BYTES):
        return None
    try:
        data = path.read_bytes()
    except OSError:
        return None  # removed meanwhile, or not ours to read
    return data if is_whole_png(data, LARGEST_SIDE) else None


def remove_details(root: Path, drawing: Drawing) -> None:
    """Delete what is beside a drawing; what cannot be deleted is left."""
    for ending in ("json", "png"):
        with suppress(OSError):
            _path(root, drawing, ending).unlink()


# Thousands are asked for with each filter of the gallery; a file that is written changes no more.
@lru_cache(maxsize=20_000)
def _said(path: Path, _version: FileVersion) -> Said | None:
    if not _is_file(path, _LARGEST_JSON):
        return None
    try:
        data = fields.record(read_json(path), "said")
        return Said(
            fields.text(data, "run"),
            fields.text(data, "model"),
            fields.whole(data, "digit", most=CLASS_COUNT - 1),
            fields.real(data, "probability", 0, 1),
            fields.flag(data, "is_digit"),
        )
    except DigitLabError:
        return None


def _path(root: Path, drawing: Drawing, ending: str) -> Path:
    return root / FOLDER / f"{drawing.number:06d}-{drawing.digest}.{ending}"


def _is_file(path: Path, most: int) -> bool:
    try:
        # Looked at before it is opened: opening a pipe would wait for ever.
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size <= most
