"""What someone may ask of a training while it runs: another learning rate, or more epochs.

A request for a learning rate is a file that the training looks at. What was changed on the way
stands in `changes.jsonl`, so that a run can still be told apart from one that went undisturbed.
"""

from typing import Any

from core.config.train_config import SETTINGS
from core.errors import DigitLabError
from core.files.json_files import append_line, read_lines, replacing
from core.runs.folder import RunFile
from core.runs.run import Run

STOPPED_BY_USER, SERVER_STOPPED, PRUNED = "user", "server", "pruned"
"""Who asks a training to stop: a person, the server that ends, a search that gives it up."""


def request_learning_rate(run: Run, rate: float) -> None:
    """Ask a training to go on with `rate` as its highest learning rate.

    A schedule keeps its form. Raises `DigitLabError` for a rate out of range.
    """
    SETTINGS["learning_rate"].check("learning_rate", rate)
    if not run.status.state.is_active:
        raise DigitLabError(
            f"{run.id} is {run.status.state}: only a training that goes on can change its "
            "learning rate."
        )
    with replacing(run.folder / RunFile.LEARNING_RATE_REQUEST) as path:
        path.write_text(repr(float(rate)), encoding="utf-8")


def requested_learning_rate(run: Run) -> float:
    """Return the highest learning rate that was last asked for, the configured one otherwise."""
    try:
        rate = float((run.folder / RunFile.LEARNING_RATE_REQUEST).read_text(encoding="utf-8"))
        SETTINGS["learning_rate"].check("learning_rate", rate)
    except (OSError, ValueError, DigitLabError):
        return run.info.config.learning_rate
    return rate


def record_change(run: Run, step: int, **values: float) -> None:
    """Put on record what was changed after `step` steps."""
    append_line(run.folder / RunFile.CHANGES, {"step": step, **values})


def recorded_changes(run: Run) -> list[dict[str, Any]]:
    """Return what was changed on the way: `step`, and `learning_rate` or `epochs`."""
    return read_lines(run.folder / RunFile.CHANGES)
