"""Deleting the folder of a run or a search so that no reader ever sees a part of one."""

import secrets
import shutil
from pathlib import Path

from core.errors import DigitLabError

_HIDDEN = ".deleted-"


def delete_folder(folder: Path) -> None:
    """Delete `folder`; one that is gone already is no error.

    Raises `DigitLabError` when it cannot be deleted, or not all of it.
    """
    _clear_away(folder.parent)
    hidden = folder.with_name(f"{_HIDDEN}{folder.name}-{secrets.token_hex(4)}")
    try:
        folder.rename(hidden)  # from here on nobody finds it, whatever becomes of its parts
    except FileNotFoundError:
        return
    except OSError as error:
        raise DigitLabError(
            f"{folder} cannot be deleted: {error.strerror}. Close what has its files open, and "
            "see that you may write there."
        ) from error
    _remove(hidden)
    if hidden.exists():
        raise DigitLabError(
            f"{folder.name} is gone, but {hidden} could not be deleted altogether; "
            "delete what is left of it by hand."
        )


def _clear_away(root: Path) -> None:
    # What an earlier deletion had to leave, because a file was open or the program ended.
    for folder in root.glob(f"{_HIDDEN}*"):
        _remove(folder)


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink(missing_ok=True)  # what it points to is not ours
    else:
        shutil.rmtree(folder, ignore_errors=True)
