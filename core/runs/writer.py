"""The one process that writes a run's folder at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import DigitLabError
from core.files.json_files import remove_leftovers
from core.files.lock import FileLock
from core.files.storage import writing
from core.runs.folder import RunFile
from core.runs.run import Run

_PATIENCE = 2.0  # seconds; somebody who looks whether it is held holds it for a moment


class RunInUseError(DigitLabError):
    """Another process writes the run."""


@contextmanager
def sole_writer(run: Run) -> Iterator[None]:
    """Be the one process on this machine that writes `run`, and clear away what others left.

    Requests and notes are written by anybody. Raises `RunInUseError` when another process writes.
    """
    path = run.folder / RunFile.WRITER_LOCK
    lock = FileLock(path)
    with writing(path):
        held = lock.take(_PATIENCE)
    if not held:
        raise RunInUseError(f"{run.id} is being written by another process; wait for its end.")
    try:
        remove_leftovers(run.folder)
        yield
    finally:
        lock.release()
