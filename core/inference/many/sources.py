"""Where many pictures come from: each is read from its place only when its turn comes."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from core.errors import DigitLabError
from core.inference.many.archive import files_in_zip
from core.inference.many.given import Given, may_be_read, printable
from core.vision import MAX_BYTES
from core.vision.formats import isolated
from core.vision.formats.kinds import kind_of

_HEAD = 2048  # bytes that tell a file's kind

Known = Callable[[str], bool]


def _nothing_known(_name: str) -> bool:
    return False


def in_paths(paths: Iterable[Path]) -> Iterator[Given]:
    """Yield the pictures in files, and in folders with all that is below them, by name.

    In a folder, hidden files and what by its name is no picture are left out, and links to
    folders are not followed.
    """
    for path in paths:
        if not path.is_dir():
            yield from _in_path(path)
            continue
        count = 0
        for file in _files_below(path):
            count += 1
            yield from _in_path(file)
        if not count:
            shown = printable(str(path))
            yield Given(shown, DigitLabError(f"{shown} is a folder without a picture in it."))


def in_file(name: str, file: BinaryIO, known: Known = _nothing_known) -> Iterator[Given]:
    """Yield the pictures in an open file: those of a ZIP, a PDF's pages, or itself.

    Pictures whose names are `known` are left out and not even decompressed.
    """
    head = file.read(_HEAD)
    kind = kind_of(head)
    if kind == "a ZIP":
        yield from _in_zip(name, file, known)
        return
    if kind != "a PDF" and known(name):
        return
    # Enough for `decode` to see that it is too much. A pipe cannot be read from its start again.
    data = head + file.read(MAX_BYTES + 1 - len(head))
    yield from _pages(name, data, known) if _is_pdf(data) else (Given(name, data),)


def _in_zip(name: str, file: BinaryIO, known: Known) -> Iterator[Given]:
    for given in files_in_zip(name, file, known):
        if isinstance(given.data, bytes) and _is_pdf(given.data):
            yield from _pages(given.name, given.data, known)
        else:
            yield given


def _is_pdf(data: bytes) -> bool:
    return len(data) <= MAX_BYTES and kind_of(data) == "a PDF"


def _pages(name: str, data: bytes, known: Known) -> Iterator[Given]:
    """Yield a PDF's pages; how many there are is known with the first that is decoded."""
    count = isolated.MAX_PAGES
    for number in range(1, isolated.MAX_PAGES + 1):
        shown = f"{name}, page {number}"
        if number > count:
            return
        if known(shown):
            continue
        try:
            page = isolated.page(data, "a PDF", shown, number)
        except isolated.NoPageError:
            return
        except DigitLabError as error:
            yield Given(shown, error)
            if number == 1:  # what is wrong with a PDF mostly is with each of its pages
                return
            continue
        count = page.of
        yield Given(shown, page.ppm)
    if count > isolated.MAX_PAGES:
        reason = f"{name} has {count:,} pages, of which the first {isolated.MAX_PAGES} are read"
        yield Given(f"{name}, the rest", DigitLabError(f"{reason}; save the others by themselves."))


def _in_path(path: Path) -> Iterator[Given]:
    shown = printable(str(path))
    try:
        with path.open("rb") as file:
            yield from in_file(shown, file)
    except OSError as error:
        reason = error.strerror or error
        yield Given(shown, DigitLabError(f"{shown} cannot be opened: {reason}. Check the path."))


def _files_below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if may_be_read(name):
                yield Path(parent, name)
