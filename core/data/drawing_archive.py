"""Drawings as a ZIP file: a table, `drawings.csv`, and each digit and each original as a PNG.

`file` and `label` are all that a table needs, so that one can be made by hand.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from zipfile import ZIP_DEFLATED, ZipFile

from core.data.dataset import CLASS_COUNT, IMAGE_SIZE
from core.data.drawing_details import LARGEST_BYTES, LARGEST_SIDE, Details, NewDrawing, Said
from core.data.drawing_file import Drawing
from core.data.drawing_folder import MOST
from core.data.drawings import Drawings
from core.data.png import decode_colours, decode_grey, encode_png
from core.errors import DigitLabError
from core.files.flat_zip import FlatZip
from core.files.ids import is_id

MAX_BYTES = 64 * 1024 * 1024
"""Of an archive that is read."""
TABLE = "drawings.csv"
COLUMNS = ("file", "label", "original", "time", "said", "probability", "is_digit", "run")

_DIGIT_BYTES = 16 * 1024
_TABLE_BYTES = 4 * 1024 * 1024
_FLAGS = {"true": True, "false": False, "": True}
_YEARS = range(1980, 2200)

Row = Mapping[str, str]
Progress = Callable[[float], None]


def write_archive(drawings: Drawings, chosen: Sequence[Drawing]) -> bytes:
    """Return those of `chosen` whose files are whole as a ZIP file, without whose they are."""
    buffer, table = io.BytesIO(), io.StringIO()
    rows = csv.DictWriter(table, COLUMNS)
    rows.writeheader()
    with ZipFile(buffer, "w") as archive:
        for drawing in chosen:
            image, original = drawings.image(drawing), drawings.original_png(drawing)
            if image is None:
                continue
            stem = f"{drawing.number:06d}-{drawing.label}"
            row = _row(drawing, drawings.said(drawing)) | {"file": f"{stem}.png"}
            archive.writestr(row["file"], encode_png(image))
            if original is not None:
                row["original"] = f"{stem}-original.png"
                archive.writestr(row["original"], original)
            rows.writerow(row)
        archive.writestr(TABLE, table.getvalue(), ZIP_DEFLATED)
    return buffer.getvalue()


def read_archive(
    data: bytes, name: str, progress: Progress = lambda share: None
) -> tuple[NewDrawing, ...]:
    """Return the drawings of such a ZIP file, bounded in all it has and each of them checked.

    `progress` is told the share done. Raises `DigitLabError`, which starts with `name` or the name
    of a file in it, for what is not as `write_archive` writes it.
    """
    archive = FlatZip(data, name, most_bytes=MAX_BYTES, most_files=2 * MOST + 1)
    rows = _rows(archive.read(TABLE, _TABLE_BYTES))
    new = []
    for done, row in enumerate(rows):
        progress(done / len(rows))
        new.append(_drawing(archive, row))
    return tuple(new)


def _row(drawing: Drawing, said: Said | None) -> dict[str, str]:
    row = {"label": str(drawing.label), "time": drawing.time.isoformat()}
    if said is None:
        return row
    return row | {
        "said": str(said.digit),
        "probability": str(said.probability),
        "is_digit": str(said.is_digit).lower(),
        "run": said.run,
    }


def _rows(table: bytes) -> list[Row]:
    try:
        reader = csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))
        rows: list[Row] = list(islice(reader, MOST + 1))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DigitLabError(f"{TABLE} is not a table of comma-separated values.") from error
    if not {"file", "label"} <= set(reader.fieldnames or ()):
        raise DigitLabError(f"{TABLE} must have the columns file and label, by commas apart.")
    if not rows:
        raise DigitLabError(f"{TABLE} names no drawings: give each a line.")
    if len(rows) > MOST:
        raise DigitLabError(f"{TABLE} has more than {MOST:,} lines; make two files of it.")
    if len({row["file"] for row in rows}) < len(rows):
        raise DigitLabError(f"{TABLE} names a file twice; give each one line.")
    return rows


def _drawing(archive: FlatZip, row: Row) -> NewDrawing:
    file, original = row["file"] or "", row.get("original") or ""
    image = decode_grey(archive.read(file, _DIGIT_BYTES), file, IMAGE_SIZE)
    picture = archive.read(original, LARGEST_BYTES) if original else None
    if picture is not None:
        decode_colours(picture, original, LARGEST_SIDE)  # whole, before it is kept
    label = _whole(row, "label", CLASS_COUNT)
    return NewDrawing(image, label, Details(_said(row), picture), _time(row))


def _said(row: Row) -> Said | None:
    if not row.get("said"):
        return None
    run, flag = row.get("run") or "", (row.get("is_digit") or "").lower()
    if not is_id(run):
        raise _refusal(row, "run", "a run's id")
    if flag not in _FLAGS:
        raise _refusal(row, "is_digit", "true or false")
    try:
        probability = float(row.get("probability") or "")
    except ValueError:
        probability = -1.0
    if not 0 <= probability <= 1:
        raise _refusal(row, "probability", "a number from 0 to 1")
    return Said(run, run, _whole(row, "said", CLASS_COUNT), probability, _FLAGS[flag])


def _whole(row: Row, name: str, below: int) -> int:
    text = (row.get(name) or "").strip()
    if len(text) > 1 or not (text.isascii() and text.isdecimal()) or int(text) >= below:
        raise _refusal(row, name, "a digit from 0 to 9")
    return int(text)


def _time(row: Row) -> datetime | None:
    if not (text := row.get("time")):
        return None
    try:
        moment = datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None or moment.year not in _YEARS:
        raise _refusal(row, "time", "a time as 2026-01-31T12:30:00+00:00")
    return moment


def _refusal(row: Row, name: str, wanted: str) -> DigitLabError:
    value = row.get(name) or ""
    return DigitLabError(
        f"{TABLE}: {name} of {row['file']!r:.60} must be {wanted}, not {value!r:.40}."
    )
