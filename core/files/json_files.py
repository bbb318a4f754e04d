"""Files that a reader may open at any moment: replaced whole, or appended line by line."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import psutil

from core.errors import DigitLabError
from core.files.storage import writing

_TOO_LARGE = 1e300
_TEMPORARY = ".new-"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path of the same ending; on success it takes the place of `path` at once.

    Raises `DigitLabError` where the file system takes no more; `path` is then as it was.
    """
    with writing(path):
        prefix = f"{_TEMPORARY}{os.getpid()}-"
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=path.suffix)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
            temporary.chmod(0o644)  # mkstemp keeps others out; a shared run folder must not
            temporary.replace(path)
        finally:
            with suppress(OSError):
                temporary.unlink()


def remove_leftovers(folder: Path) -> None:
    """Delete the temporary files in `folder` and below of processes that are gone."""
    for path in folder.rglob(f"{_TEMPORARY}*"):
        number = path.name.removeprefix(_TEMPORARY).partition("-")[0]
        if not (number.isdecimal() and _is_alive(int(number[:9]))):
            with suppress(OSError):
                path.unlink()


def _is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write `data` so that a reader sees the old content or the new, never a part."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def read_json(path: Path) -> dict[str, Any]:
    """Return what `write_json` wrote; raise `DigitLabError` when the file cannot be read."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DigitLabError(f"{path} cannot be read: {error}.") from error
    if not isinstance(data, dict):
        raise DigitLabError(f"{path} must hold one JSON object.")
    return data


def append_line(path: Path, record: Mapping[str, Any]) -> None:
    """Append `record` as one line of JSON, on disk before this returns."""
    with writing(path), path.open("ab+") as file:
        if _is_torn(file):
            file.write(b"\n")
        file.write(json.dumps(record).encode() + b"\n")


def _is_torn(file: BinaryIO) -> bool:
    """Say whether a killed process, or a full disc, left the last line without its end."""
    if not file.tell():
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Replace `path` by these records, one line of JSON each, at once."""
    with replacing(path) as temporary:
        lines = (json.dumps(record) + "\n" for record in records)
        temporary.write_text("".join(lines), encoding="utf-8")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the records of `append_line`, without a last line that is still being written.

    There are none in what is missing or cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    return [record for line in lines if (record := _parse(line)) is not None]


def number(record: Mapping[str, Any], name: str) -> float | None:
    """Return a number of a record, or None where nothing, or no finite number, stands there."""
    value = record.get(name)
    # NaN compares false with everything; a whole number may be too long for a float.
    return value if isinstance(value, int | float) and abs(value) < _TOO_LARGE else None


def _parse(line: str) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None  # a torn line: its writer was killed, or has not finished it yet
    return record if isinstance(record, dict) else None
