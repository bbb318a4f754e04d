"""The folder of drawings: what lies there by the names of its files, and one writer at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Lock

from core.data.dataset import UInt8Array
from core.data.drawing_details import Details, remove_details, write_details
from core.data.drawing_file import Drawing, parse_name, write_image
from core.errors import DigitLabError
from core.files.deletion import SetAside, is_overdue, name_before, set_aside
from core.files.lock import FileLock

MOST = 10_000
"""Drawings in a folder, at most; they take 8 MB in memory."""
NUMBERS = 10**6
SETTING = "DIGITS_DRAWINGS_DIR"

_DEFAULT = Path(__file__).resolve().parents[2] / "drawings"
_LOCK = ".lock"
_PATIENCE = 60.0  # seconds; to keep a drawing takes milliseconds, a whole archive some seconds
_LOOK_AGAIN = 0.002  # seconds

# The sessions of a server are threads of one process: they wait here, not by looking again.
_writing = Lock()


class DrawingFolder:
    """A folder, by default the one that `DIGITS_DRAWINGS_DIR` names, or `drawings` in the tree."""

    def __init__(self, root: Path | None = None) -> None:
        """Use `root`, or the default folder; it is made when something is first written."""
        self.root = root or Path(os.environ.get(SETTING) or _DEFAULT).resolve()

    def kept(self) -> tuple[Drawing, ...]:
        """Return what the folder holds by the names of its files, by number, `MOST` at most.

        Raises `DigitLabError` when the folder cannot be searched; one that is missing is empty.
        """
        parsed = map(parse_name, self._names())
        return tuple(islice((drawing for drawing in parsed if drawing is not None), MOST))

    def next_number(self) -> int:
        """Return a number above all others, also those of drawings that can be brought back."""
        names = [name_before(name) or name for name in self._names()]
        return 1 + max((one.number for one in map(parse_name, names) if one), default=-1)

    def check_room(self, count: int, number: int, more: int) -> None:
        """Raise `DigitLabError` if `more` from `number` on are too many beside `count`."""
        if count + more > MOST or number + more > NUMBERS:
            raise DigitLabError(
                f"{self.root} is full: {count:,} drawings are kept there, {MOST:,} at most, "
                f"under numbers below {NUMBERS:,}. Remove some, or name another folder in "
                f"{SETTING}."
            )

    def add(self, drawing: Drawing, image: UInt8Array, details: Details) -> None:
        """Write a new drawing; its details first, so that it is never seen without them."""
        write_details(self.root, drawing, details)
        write_image(self.root / drawing.name, image)

    def rename(self, drawing: Drawing, new: Drawing) -> Drawing:
        """Let the same pixels be `new`, which is returned."""
        (self.root / drawing.name).replace(self.root / new.name)
        return new

    def delete(self, drawing: Drawing) -> None:
        """Delete a drawing with its details; one that is gone is no error."""
        (self.root / drawing.name).unlink(missing_ok=True)
        remove_details(self.root, drawing)

    def set_aside(self, drawing: Drawing) -> SetAside | None:
        """Delete a drawing so that it can be put back; None if it is gone already."""
        return set_aside(self.root / drawing.name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only one of this machine's processes who writes there.

        What nobody can bring back any more is cleared away before. Raises `DigitLabError` for what
        the file system refuses within.
        """
        with _writing, self._explained("written to"):
            self.root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.root / _LOCK)
            if not lock.take(_PATIENCE, _LOOK_AGAIN):
                raise DigitLabError(f"Somebody else is writing to {self.root}; try again.")
            try:
                self._clear_away()
                yield
            finally:
                lock.release()

    def _names(self) -> list[str]:
        with self._explained("searched"):
            try:
                with os.scandir(self.root) as entries:
                    # A name begins with the number, so that this is the order of numbers too.
                    return sorted(entry.name for entry in entries)
            except FileNotFoundError:
                return []

    def _clear_away(self) -> None:
        for name in filter(is_overdue, self._names()):
            (self.root / name).unlink(missing_ok=True)
            if drawing := parse_name(name_before(name) or ""):
                remove_details(self.root, drawing)

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DigitLabError(
                f"{self.root} cannot be {what}: {error.strerror or error}. {SETTING} must name a "
                "folder for drawings; correct it, or unset it."
            ) from error
