"""The files in a ZIP, read one by one into memory: nothing is ever unpacked to a disk.

Its table of contents is bounded before it is parsed, each file before it is decompressed, and all
of them together. What cannot be read is told and stops nothing.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from core.errors import DigitLabError
from core.files.zip_table import table_bytes
from core.formats import count
from core.inference.many.given import Given, may_be_read, printable
from core.vision import MAX_BYTES

MAX_FILES = 5_000
"""Pictures of a ZIP that are read."""
MAX_TABLE = 8 * 2**20
"""Bytes of a table of contents; some 80,000 entries with names of usual length."""
MAX_UNPACKED = 4 * 2**30
"""Bytes of all that is decompressed: far more than photos that were packed, not without end."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others are not decompressed: LZMA takes as much memory as a file asks for."""
_ENCRYPTED = 0x1
# What `zipfile` raises for hostile files; `RuntimeError` has `NotImplementedError` in it.
_UNREADABLE = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, struct.error)


def files_in_zip(
    name: str, file: BinaryIO, known: Callable[[str], bool] = lambda name: False
) -> Iterator[Given]:
    """Yield the pictures in a ZIP, and each that cannot be had with its reason.

    Left out are folders, hidden files, what by its name is no picture, and what is `known`.
    """
    try:
        _check_table(file, name)
        archive = zipfile.ZipFile(file)
    except DigitLabError as error:
        yield Given(name, error)
        return
    except _UNREADABLE:
        yield Given(name, _damaged(name))
        return
    with archive:
        yield from _entries(name, archive, known)


def picture_count(file: BinaryIO) -> int:
    """Return how many pictures `files_in_zip` would yield, 1 for what is no whole ZIP."""
    try:
        _check_table(file, "")
        with zipfile.ZipFile(file) as archive:
            return max(1, min(MAX_FILES, sum(map(_is_wanted, archive.infolist()))))
    except (DigitLabError, *_UNREADABLE):
        return 1


def _entries(name: str, archive: zipfile.ZipFile, known: Callable[[str], bool]) -> Iterator[Given]:
    entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
    if not entries:
        yield Given(name, DigitLabError(f"{name} is a ZIP without a picture in it."))
    unpacked = 0
    for entry in entries[:MAX_FILES]:
        shown = f"{name}/{printable(entry.filename)}"
        if known(shown):
            continue
        unpacked += entry.file_size
        if unpacked > MAX_UNPACKED:
            gigabytes = MAX_UNPACKED // 2**30
            yield Given(
                shown,
                DigitLabError(
                    f"{shown} and what follows make {name} more than "
                    f"the {gigabytes} GB that are unpacked; split it."
                ),
            )
            return
        yield Given(shown, _content(archive, entry, shown))
    if (rest := len(entries) - MAX_FILES) > 0:
        reason = f"{name} has {count(rest)} more than the {count(MAX_FILES)} files that are read"
        yield Given(f"{name}, the rest", DigitLabError(f"{reason}; split it."))


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and may_be_read(entry.filename)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes | DigitLabError:
    if reason := _reason_against(entry):
        return DigitLabError(f"{name} {reason}")
    try:
        with archive.open(entry) as file:
            return file.read(MAX_BYTES + 1)
    except (*_UNREADABLE, zlib.error, EOFError):
        return DigitLabError(f"{name} is damaged in its ZIP; make the ZIP again.")


def _reason_against(entry: zipfile.ZipInfo) -> str:
    if entry.flag_bits & _ENCRYPTED:
        return "has a password; make the ZIP without one."
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "is a link, and links are not followed; put the file itself into the ZIP."
    if entry.compress_type not in _METHODS:
        return "is compressed in a way that is not read; make an ordinary ZIP."
    if entry.file_size > MAX_BYTES:
        return (
            f"has {entry.file_size / 2**20:,.0f} MB, more than the {MAX_BYTES // 2**20} MB that "
            "are read; make the picture smaller."
        )
    if entry.filename.lower().endswith(".zip"):
        return "is a ZIP in a ZIP, which is not opened; give it by itself."
    return ""


def _check_table(file: BinaryIO, name: str) -> None:
    """Refuse a table of contents that would fill the memory; `zipfile` reads it as a whole."""
    table = table_bytes(file)
    if table is None:
        raise _damaged(name)
    if table > MAX_TABLE:
        raise DigitLabError(
            f"{name} is a ZIP with a table of contents of more than the "
            f"{MAX_TABLE // 2**20} MB that are read, or of the form for such; split it."
        )


def _damaged(name: str) -> DigitLabError:
    return DigitLabError(f"{name} is not a whole ZIP; make it again.")
