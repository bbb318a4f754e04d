"""A picture that is to be read, before it is decoded."""

from dataclasses import dataclass

from core.errors import DigitLabError
from core.vision.formats.kinds import PICTURE_SUFFIXES

_CONTROLS = (*range(32), *range(127, 160), 0x2028, 0x2029)
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # the way that text runs
_NOT_SHOWN = dict.fromkeys((*_CONTROLS, *_TURNING), "?")


@dataclass(frozen=True)
class Given:
    """A picture file's bytes, or why there are none.

    `name` tells it from others: a path, in a ZIP with the ZIP's name before it, of a PDF with the
    page after it.
    """

    name: str
    data: bytes | DigitLabError


def printable(name: str) -> str:
    """Return a file's name on one line, without what would steer a terminal or turn a text round.

    A name that is no Unicode (Linux allows any bytes) has a question mark where it is none.
    """
    return name.translate(_NOT_SHOWN).encode("utf-8", "replace").decode()


def may_be_read(name: str) -> bool:
    """Tell whether a file among others in a folder or ZIP is one to be read, by its name."""
    parts = name.replace("\\", "/").split("/")
    if any(part.startswith(".") for part in parts if part not in (".", "..")):
        return False
    return parts[0] != "__MACOSX" and parts[-1].lower().endswith(_SUFFIXES)


_SUFFIXES = tuple(f".{suffix}" for suffix in (*PICTURE_SUFFIXES, "zip"))
