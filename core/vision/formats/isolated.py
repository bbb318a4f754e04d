"""HEIC, AVIF and PDF files, decoded in a process of their own, bounded in memory and time.

Their decoders are those of videos and of a browser, a million lines of C: what a file claims to be
says little about what they will do, and no call of theirs can be interrupted. A process can, and
takes a tenth of a second to start.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import NamedTuple

from core.errors import DigitLabError
from core.vision.formats import decoder

KINDS = ("a HEIC", "an AVIF", "a PDF")
MAX_PAGES = 20
"""Pages of a PDF that are read."""
SECONDS = 20
"""Until the process is ended; a 48-megapixel photo takes about two on an idle machine."""

_AT_ONCE = BoundedSemaphore(2)  # as each may take up to `decoder.MAX_MEMORY`
_LIBRARIES = {"a HEIC": "pillow-heif", "an AVIF": "pillow", "a PDF": "pypdfium2"}


class NoPageError(DigitLabError):
    """A PDF has fewer pages than the one that is asked for."""


class Page(NamedTuple):
    """A picture out of a file that may have several: as PPM, and how many there are in all."""

    ppm: bytes
    of: int


def page(data: bytes, kind: str, name: str, number: int = 1) -> Page:
    """Return a page of a PDF, counted from 1, or the picture in a HEIC or AVIF file.

    Its long side has about 2,000 pixels where there are more. Raises `DigitLabError`, which starts
    with `name`, for what is damaged, locked or too large, takes too long, or has no such page.
    """
    command = [sys.executable, "-P", str(Path(decoder.__file__)), kind.split()[-1], str(number)]
    try:
        with _AT_ONCE:
            done = subprocess.run(
                command,
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise DigitLabError(
            f"{name} is {kind} that takes longer than {SECONDS} s to decode; save it as JPEG."
        ) from error
    if done.returncode == decoder.NO_PAGE:
        raise NoPageError(f"{name} is beyond the last page.")
    if done.returncode:
        raise DigitLabError(f"{name} {_fault(done.returncode, kind)}")
    return Page(done.stdout[4:], int.from_bytes(done.stdout[:4], "big"))


def _fault(status: int, kind: str) -> str:
    """Return what is wrong, to be read after the file's name."""
    if status == decoder.LOCKED:
        return f"is {kind} with a password; save it without one."
    if status == decoder.TOO_LARGE:
        return (
            f"has more than the {decoder.MAX_PIXELS // 10**6} megapixels that are read; "
            "make the picture smaller."
        )
    if status == decoder.NO_LIBRARY:
        return f"is {kind}, for which {_LIBRARIES[kind]} is missing: pip install it."
    return (
        f"is not a whole picture (it begins as {kind}), or takes too much memory or time; open it "
        "in another program and save it again, or choose another file."
    )
