"""The history of a run, by stretches of steps and by epoch: read once while it stays the same.

Everyone who looks at a training reads it here: the live view once a second, the curves of several
runs, the table of all runs, the benchmarks.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.files.json_files import number, read_lines
from core.files.versions import FileVersion, file_version
from core.runs.folder import RunFile

Record = Mapping[str, Any]
"""One line of a history. Shared by all readers, so nobody may change it."""

_KEPT = 48  # files in memory; that of a long training takes some megabytes
_PLACED = {RunFile.STEPS.value: ("step", "epoch"), RunFile.EPOCHS.value: ("epoch",)}


def read_records(path: Path) -> list[Record]:
    """Return the records of a history file, oldest first; none when there is no such file.

    Every value is a number, and `step` and `epoch` are finite and above 0: values and lines that
    are damaged are left out.
    """
    return list(_read(path, file_version(path)))


@lru_cache(maxsize=_KEPT)
def _read(path: Path, _version: FileVersion) -> tuple[Record, ...]:
    return tuple(sound_records(path))


def sound_records(path: Path) -> list[dict[str, Any]]:
    """Return the same, read now; the caller may change it."""
    lines = (
        {name: value for name, value in line.items() if _is_number(value)}
        for line in read_lines(path)
    )
    return [line for line in lines if all(_is_place(line, name) for name in _PLACED[path.name])]


def _is_place(line: Mapping[str, Any], name: str) -> bool:
    value = number(line, name)
    return value is not None and value > 0


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
