"""What tells that a file has changed since it was read."""

from pathlib import Path

FileVersion = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds."""


def file_version(path: Path) -> FileVersion:
    """Return the version of a file, (0, 0) for one that is not written yet."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)
