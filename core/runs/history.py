"""The history of a run, by stretches of steps and by epoch: read once while it stays the same.

Everyone who looks at a training reads it here: the live view once a second, the curves of several
runs, the table of all runs, the benchmarks.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.files.json_files import read_lines
from core.files.versions import FileVersion, file_version

Record = Mapping[str, Any]
"""One line of a history. Shared by all readers, so nobody may change it."""

_KEPT = 48  # files in memory; that of a long training takes some megabytes


def read_records(path: Path) -> list[Record]:
    """Return the records of a history file, oldest first; none when there is no such file."""
    return list(_read(path, file_version(path)))


@lru_cache(maxsize=_KEPT)
def _read(path: Path, _version: FileVersion) -> tuple[Record, ...]:
    return tuple(read_lines(path))
