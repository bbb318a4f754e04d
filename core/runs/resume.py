"""Going on with a run that has ended: its weights, its optimiser's state and its history."""

from dataclasses import replace

from core.errors import DigitLabError
from core.files.json_files import write_json
from core.runs.folder import RunFile
from core.runs.owner import Owner
from core.runs.requests import record_change
from core.runs.run import Run, read_run
from core.runs.status import State, Status


def can_resume(run: Run) -> bool:
    """Say whether the run has ended and kept the state to go on from, or can begin again."""
    if run.status.state.is_active:
        return False
    return run.checkpoint_path.exists() or can_begin_again(run)


def can_begin_again(run: Run) -> bool:
    """Say whether the run ended before there was anything to keep: nothing is lost by it."""
    if run.status.state.is_active or run.checkpoint_path.exists():
        return False
    if run.has_weights or run.result is not None:
        return False
    return run.status.state is not State.FAILED or not run.steps()  # else it would fail again


def finished_epochs(run: Run) -> int:
    """Return how many whole epochs stand in the run's history."""
    return int(max((record["epoch"] for record in run.epochs()), default=0))


def resume(run: Run, epochs: int | None = None) -> Run:
    """Queue a run again under this process, to be trained up to `epochs` epochs in all.

    By default it is the number it was made for. With more, its schedule is stretched: the
    learning rate goes on where that of a run planned so long would be. A run that ended before its
    first epoch begins again. Raises `DigitLabError` when the run is at work, has nothing to go on
    from or nothing left to do.
    """
    if run.status.state.is_active:
        raise DigitLabError(f"{run.id} is {run.status.state} already; wait for it or stop it.")
    if not can_resume(run):
        raise DigitLabError(
            f"{run.id} has nothing to go on from: it is {run.status.state}, and kept no state of "
            "its training. Start a new run."
        )
    config, done = run.info.config, finished_epochs(run)
    total = config.epochs if epochs is None else epochs
    if total <= done:
        raise DigitLabError(
            f"{run.id} has {done} epochs behind it: ask for more than that, not for {total}."
        )
    if total != config.epochs:
        _replan(run, total)
    run.withdraw_stop()
    run.write_status(Status(State.QUEUED, Owner.this_process()))
    return read_run(run.folder)


def _replan(run: Run, epochs: int) -> None:
    info = replace(run.info, config=replace(run.info.config, epochs=epochs))
    steps = run.steps()
    record_change(run, steps[-1]["step"] if steps else 0, epochs=epochs)
    write_json(run.folder / RunFile.RUN, info.to_dict())
