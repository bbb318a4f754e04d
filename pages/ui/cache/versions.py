"""What tells that a run has another model than before."""

from core.runs.run import Run


def model_version(run: Run) -> int:
    """Return what is another number whenever the run has another model."""
    return run.litert_path.stat().st_mtime_ns
