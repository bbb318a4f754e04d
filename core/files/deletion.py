"""Deleting the folder of a run or a search so that no reader ever sees a part of one.

At once, or after `UNDO_SECONDS` in which it can be put back: until then the folder lies whole
under another name. Whoever looks later, be it another process, finishes what one that ended left.
"""

import secrets
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import DigitLabError

UNDO_SECONDS = 10.0

_HIDDEN, _ASIDE = ".deleted-", ".undo-"


@dataclass(frozen=True)
class SetAside:
    """A folder that was moved out of sight: where it was, and where it is."""

    folder: Path
    aside: Path


def delete_folder(folder: Path) -> None:
    """Delete `folder`; one that is gone already is no error.

    Raises `DigitLabError` when it cannot be deleted, or not all of it.
    """
    clear_away(folder.parent)
    hidden = _move(folder, _HIDDEN)
    if hidden is None:
        return
    _remove(hidden)
    if hidden.exists():
        raise DigitLabError(
            f"{folder.name} is gone, but {hidden} could not be deleted altogether; "
            "delete what is left of it by hand."
        )


def set_aside(folder: Path) -> SetAside | None:
    """Move `folder` out of sight, to be put back or cleared away; None if it is gone already.

    Raises `DigitLabError` when it cannot be moved.
    """
    # The time stands in the name: that of the folder tells when the run was last changed.
    aside = _move(folder, f"{_ASIDE}{time.time():.3f}-")
    return None if aside is None else SetAside(folder, aside)


def put_back(moved: SetAside) -> None:
    """Undo `set_aside`; raise `DigitLabError` when it is too late."""
    try:
        moved.aside.rename(moved.folder)
    except OSError as error:
        raise DigitLabError(
            f"{moved.folder.name} cannot be brought back: it has been deleted for good."
        ) from error


def is_overdue(name: str) -> bool:
    """Say whether `name` is that of a folder set aside longer ago than one may put it back."""
    if not name.startswith(_ASIDE):
        return False
    try:
        seconds = time.time() - float(name.removeprefix(_ASIDE).partition("-")[0])
    except ValueError:
        return False
    # A clock that was set back must not keep it for ever; the name is rounded to milliseconds.
    return not -1 <= seconds < UNDO_SECONDS


def name_before(name: str) -> str | None:
    """Return what was called so before it was set aside as `name`; None for other names."""
    if not name.startswith(_ASIDE):
        return None
    return name.removeprefix(_ASIDE).partition("-")[2].rpartition("-")[0] or None


def clear_away(root: Path) -> None:
    """Remove what is overdue in `root`, and what a deletion had to leave.

    It may leave something because a file was open or the program ended.
    """
    for folder in root.glob(f"{_ASIDE}*"):
        if is_overdue(folder.name):
            with suppress(DigitLabError):
                _move(folder, _HIDDEN)  # from here on nobody can put it back
    for folder in root.glob(f"{_HIDDEN}*"):
        _remove(folder)


def _move(folder: Path, prefix: str) -> Path | None:
    moved = folder.with_name(f"{prefix}{folder.name.lstrip('.')}-{secrets.token_hex(4)}")
    try:
        folder.rename(moved)  # from here on no reader finds it, whatever becomes of its parts
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DigitLabError(
            f"{folder} cannot be deleted: {error.strerror}. Close what has its files open, and "
            "see that you may write there."
        ) from error
    return moved


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink(missing_ok=True)  # what it points to is not ours
    else:
        shutil.rmtree(folder, ignore_errors=True)
