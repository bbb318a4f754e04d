"""What lies in a run's folder: digests of its files, its recorded epochs, what is left over."""

from hashlib import sha256
from pathlib import Path

from core.runs.folder import RunFile
from core.runs.run import Run


def digest(folder: Path) -> dict[str, str]:
    """Return the digest of each file of a run but of what was only computed about it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.parent.name != RunFile.ANALYSIS
    }


def recorded_epochs(run: Run) -> list[str]:
    """Return the whole lines of a run's history by epochs."""
    path = run.folder / RunFile.EPOCHS
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    return [line for line in text.splitlines(keepends=True) if line.endswith("\n")]


def half_written(runs_dir: Path) -> list[str]:
    """Return the temporary files beneath a folder of runs that nobody will finish."""
    return sorted(path.relative_to(runs_dir).as_posix() for path in runs_dir.rglob(".new-*"))
