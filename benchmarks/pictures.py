"""The pictures that recognition is measured on: a folder of labelled ones, and two made here."""

import csv
import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.vision import MAX_BYTES

_COLUMNS = ("path", "label", "kind")
_ONE_DIGIT, _DIGITS, _ANYTHING = map(re.compile, ("[0-9]", "[0-9]+(/[0-9]+)*", ".+"))
_LABEL_OF_KIND = {
    "canvas": _ONE_DIGIT,
    "tiny": _ONE_DIGIT,
    "scans": _ONE_DIGIT,
    "photos": _DIGITS,
    "multi": _DIGITS,
    "multi_rotated": _DIGITS,
    "printed": _DIGITS,
    "ood": _ANYTHING,
}
_WANTED = {
    _ONE_DIGIT: "one digit",
    _DIGITS: 'digits, rows of them apart by "/"',
    _ANYTHING: "what it shows",
}
_SEVERAL = ("multi", "multi_rotated")
_SHOWN = 80  # characters of a bad field that an error repeats


@dataclass(frozen=True)
class LabelledPicture:
    """A picture file and its row in labels.csv.

    `name` is its path as the row writes it. `label` holds the digits of a picture, rows of them
    apart by "/"; for the kind "ood" it says what else is there, as in "letter:pi", with a "?"
    before the ":" where one may fairly take it for a digit. `source` says whose it is, if the list
    has such a column.
    """

    file: Path
    name: str
    label: str
    kind: str
    source: str = ""

    @property
    def single(self) -> bool:
        """Whether the reader is told that the picture is one digit."""
        return _LABEL_OF_KIND[self.kind] is _ONE_DIGIT

    @property
    def several(self) -> bool:
        """Whether it is one of numbers, among which other signs may stand."""
        return self.kind in _SEVERAL

    @property
    def digits(self) -> str:
        """The digits to be read, in reading order."""
        return self.label.replace("/", "")

    @property
    def group(self) -> str:
        """The kind, with the ambiguous among those that are no digits apart."""
        ambiguous = self.kind == "ood" and self.label.partition(":")[0].endswith("?")
        return "ood, ambiguous" if ambiguous else self.kind

    def read_bytes(self) -> bytes:
        """Return the file's bytes, at most one more than `decode` takes."""
        try:
            with self.file.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise DigitLabError(
                f"{self.name} cannot be opened: {error.strerror or error}. Check its permissions."
            ) from error


def labelled_pictures(folder: Path) -> list[LabelledPicture]:
    """Return the pictures that `folder`/labels.csv lists, and labels_rotated.csv where it is.

    Raises `DigitLabError`, which names file, line and fault, when the list cannot be read, lists
    nothing, or has a row with an unknown kind, a label that its kind does not have, or a file
    that is missing or outside of `folder`.
    """
    root = folder.resolve()
    lists = folder / "labels.csv", folder / "labels_rotated.csv"
    rows = chain.from_iterable(_rows(path) for path in lists if path == lists[0] or path.exists())
    return [_labelled(root, place, row) for place, row in rows]


def _rows(path: Path) -> list[tuple[str, dict[str, str | None]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
            rows = [(f"{path}, line {reader.line_num}", row) for row in reader]
    except OSError as error:
        raise DigitLabError(
            f"{path} cannot be opened: {error.strerror or error}. "
            "Give a folder that holds a labels.csv."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise DigitLabError(f"{path} is not CSV in UTF-8: {error}. Save it as that.") from error
    if missing:
        raise DigitLabError(
            f"{path} lacks {' and '.join(missing)}; its first line must name the columns "
            f"{', '.join(_COLUMNS)}."
        )
    if not rows:
        raise DigitLabError(f"{path} lists no pictures; add a line for each.")
    return rows


def _labelled(root: Path, place: str, row: dict[str, str | None]) -> LabelledPicture:
    name, label, kind = (row[column] or "" for column in _COLUMNS)
    if kind not in _LABEL_OF_KIND:
        raise DigitLabError(
            f"{place}: the kind {kind[:_SHOWN]!r} is unknown; use {', '.join(_LABEL_OF_KIND)}."
        )
    if not _LABEL_OF_KIND[kind].fullmatch(label):
        raise DigitLabError(
            f"{place}: {label[:_SHOWN]!r} is no label for the kind {kind}; write "
            f"{_WANTED[_LABEL_OF_KIND[kind]]}."
        )
    source = row.get("source") or ""
    return LabelledPicture(_file_inside(root, place, name), name, label, kind, source)


def _file_inside(root: Path, place: str, name: str) -> Path:
    try:
        file = (root / name).resolve()
        inside, exists = file.is_relative_to(root), file.is_file()
    except (OSError, RuntimeError, ValueError):  # too long, a loop of links, a zero byte
        inside, exists = True, False
    if not inside:
        raise DigitLabError(
            f"{place}: {name[:_SHOWN]!r} is outside of {root}; name a file in that folder."
        )
    if not exists:
        raise DigitLabError(
            f"{place}: there is no file {name[:_SHOWN]!r} in {root}; add it or take the line out."
        )
    return file


_SEVEN = ((0.25, 0.2), (0.75, 0.2), (0.45, 0.85))
_TWO = ((0.27, 0.35), (0.35, 0.2), (0.6, 0.18), (0.7, 0.35), (0.28, 0.82), (0.76, 0.82))
_ONE = ((0.55, 0.15), (0.45, 0.85))


def drawing() -> bytes:
    """Return a 7 drawn on a canvas of 280x280 pixels, as an RGBA PNG."""
    sheet = np.full((280, 280, 4), 255, np.uint8)
    _write(sheet, _SEVEN, (0, 0), 280, (0, 0, 0, 255))
    return _encoded(".png", sheet)


def photo() -> bytes:
    """Return "721" written on shaded, grainy paper, as a JPEG of 4000x3000 pixels."""
    page = np.full((3000, 4000), 255, np.uint8)
    for number, stroke in enumerate((_SEVEN, _TWO, _ONE)):
        _write(page, stroke, (700 + 850 * number, 1000), 900, (70,))
    light = np.outer(np.linspace(0.7, 0.9, 3000), np.linspace(0.75, 1, 4000))
    grain = np.random.default_rng(0).normal(0, 6, page.shape)
    grey = np.clip(page * light + grain, 0, 255).astype(np.uint8)
    return _encoded(".jpg", cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))


def _write(
    sheet: NDArray[np.uint8],
    stroke: tuple[tuple[float, float], ...],
    corner: tuple[int, int],
    size: int,
    colour: tuple[int, ...],
) -> None:
    points = np.rint(np.array(corner) + size * np.array(stroke)).astype(np.int32)
    cv2.polylines(sheet, [points], False, colour, size // 15, cv2.LINE_AA)


def _encoded(suffix: str, pixels: NDArray[np.uint8]) -> bytes:
    return bytes(cv2.imencode(suffix, pixels)[1])
