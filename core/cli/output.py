"""Files that a command writes where it is told to, and never over another by accident."""

import sys
from pathlib import Path

from core.errors import DigitLabError
from core.files.json_files import replacing


def check_output_path(path: Path, *, force: bool) -> None:
    """Raise `DigitLabError` if `path` is a folder, or there already and not to be replaced."""
    if path.is_dir():
        raise DigitLabError(f"{path} is a folder; name a file in it.")
    if path.exists() and not force:
        raise DigitLabError(f"{path} is there already; choose another name or add --force.")


def write_file(text: str, path: Path) -> None:
    """Write `text` whole and say so; raise `DigitLabError` where that is impossible."""
    try:
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(path, error) from error
    print(f"{path} is written.", file=sys.stderr)


def unwritable(path: Path, error: OSError) -> DigitLabError:
    """Return what is to be said of a place where nothing can be written."""
    reason = error.strerror or error
    return DigitLabError(f"{path} cannot be written: {reason}. Choose another place.")
