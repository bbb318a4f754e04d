"""What tells that something has changed on disk since it was read."""

from pathlib import Path

from core.training.runs import Run


def model_version(run: Run) -> int:
    """Return what is another number whenever the run has another model."""
    return run.litert_path.stat().st_mtime_ns


def file_version(path: Path) -> tuple[int, int]:
    """Return size and time of a file; also of one that is not written yet."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)
