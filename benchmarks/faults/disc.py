"""A small disc of its own, which can be filled and made read-only."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core.errors import DigitLabError

_MEGABYTES = 4
_BLOCK = 4096
_TRIES = 50  # a file that is open for writing at this moment keeps a disc from being read-only


class Disc:
    """A disc of 4 MB at `root`."""

    def __init__(self, root: Path) -> None:
        """It is mounted there already."""
        self.root = root
        self._ballast = root / "ballast"

    def fill(self, leaving: int) -> None:
        """Take all room but about so many bytes."""
        with suppress(OSError), self._ballast.open("wb", buffering=0) as file:
            while self.free() > leaving:
                file.write(bytes(_BLOCK))

    def protect(self) -> None:
        """Let nobody write."""
        for _ in range(_TRIES):
            if _mount("-o", "remount,ro", str(self.root)):
                return
            time.sleep(0.01)

    def restore(self) -> None:
        """Let everybody write, with all room that there is."""
        _mount("-o", "remount,rw", str(self.root))
        self._ballast.unlink(missing_ok=True)

    def free(self) -> int:
        """Return the bytes that are free."""
        found = os.statvfs(self.root)
        return found.f_bavail * found.f_bsize


@contextmanager
def small_disc(root: Path) -> Iterator[Disc]:
    """Give a disc that is gone after the block; raise `DigitLabError` where none may be mounted."""
    root.mkdir(parents=True)
    if not _mount("-t", "tmpfs", "-o", f"size={_MEGABYTES}m", "tmpfs", str(root)):
        raise DigitLabError("this user may not mount a small disc; it takes root on Linux")
    try:
        yield Disc(root)
    finally:
        subprocess.run(["umount", "--lazy", str(root)], capture_output=True, check=False)


def _mount(*arguments: str) -> bool:
    try:
        return not subprocess.run(
            ["mount", *arguments], capture_output=True, check=False
        ).returncode
    except FileNotFoundError:
        return False
