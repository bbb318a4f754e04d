"""What a worker process does with a run, from reading what was asked for to the result."""

import platform
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.data import Dataset, load_named
from core.errors import DigitLabError
from core.files.storage import StorageError
from core.inference.litert import LiteRTModel
from core.runs.best_epoch import watched
from core.runs.checksums import DamagedModelError, damaged, is_sound
from core.runs.folder import RunFile
from core.runs.owner import Owner
from core.runs.requests import PRUNED, SERVER_STOPPED
from core.runs.resume import finished_epochs
from core.runs.run import Run, read_run
from core.runs.status import State, Status, disown, read_status
from core.runs.writer import RunInUseError, sole_writer
from core.training.memory import release_memory
from core.training.versions import require_versions

_KEPT = "The best model until then is kept."
_NOT_BEGUN = "Stopped before the training began; there is no model."

Observer = Callable[[dict[str, Any]], None]

# TensorFlow's random seed and threads belong to the whole process; where a cluster's worker has
# several threads, their jobs wait for one another.
_ONE_AT_A_TIME = threading.Lock()


def run_job(folder: Path, software: Mapping[str, str] | None = None) -> None:
    """Train the run in `folder`, or rescue it when a worker died over it before.

    A cluster gives a dead worker's job to the next worker, which finds the run begun. It never
    starts over: it turns what the run has into a usable model and marks it interrupted.
    `software` is what the server has, see `core.training.versions`.
    """
    _require_sight(folder)
    # Whoever writes the run already, on a job handed out twice, is left to it.
    with _ONE_AT_A_TIME, suppress(RunInUseError):
        run = read_run(folder)
        if run.status.state is State.QUEUED:
            with _failure_on_record(run):
                require_versions(software or {}, platform.node())
            train_run(run)
        elif run.needs_rescue or run.offers_weights:
            rescue_run(run)
        elif _has_a_damaged_model(run):
            repair_run(run)
        elif read_status(run.folder).state.is_active and not _goes_on_here(run):
            # Begun on another host, which the cluster has given up, or left before any weights.
            disown(run.folder, run.status.owner)
            rescue_run(read_run(folder))
        release_memory()


def _require_sight(folder: Path) -> None:
    if not (folder / RunFile.RUN).exists():
        raise DigitLabError(
            f"The worker on {platform.node()} does not see the folder {folder}. Put the runs in a "
            "folder that every machine sees under the same path, set DIGITS_RUNS_DIR to it for "
            "the app, then start a new run."
        )


def _goes_on_here(run: Run) -> bool:
    # A worker that lost its scheduler for a moment may still be at work on the job handed on.
    owner = run.status.owner
    return run.status.state.is_active and owner is not None and owner.is_here()


def warm_up() -> None:
    """Load TensorFlow and make a first step with it, so that the first training need not."""
    with _ONE_AT_A_TIME:
        import core.training.engine.export  # noqa: F401
        from core.training.engine.fit import make_a_step

        make_a_step()


def train_run(run: Run, observer: Observer = lambda record: None) -> Run:
    """Train `run` in this process and return it as it ended.

    A run that has a checkpoint goes on from it. Raises `DigitLabError` if it fails, which is a
    `RunInUseError` if another process has taken it up.
    """
    with sole_writer(run):
        if (state := read_status(run.folder).state) is not State.QUEUED:
            raise RunInUseError(f"{run.id} is {state}: another process has taken it up.")
        return _train(run, observer)


def _train(run: Run, observer: Observer) -> Run:
    with _failure_on_record(run):
        status = Status(State.STARTING, Owner.this_process())
        run.write_status(status)
        from core.training.engine.fit import DivergedError, fit

        dataset = _dataset(run)
        if (reason := run.stop_reason()) is not None:
            state = State.INTERRUPTED if reason == SERVER_STOPPED else State.STOPPED
            return _end(run, state, _NOT_BEGUN)
        try:
            fit(run, dataset, status, observer)
        except DivergedError:
            return _diverged(run, dataset)
        _finish(run, dataset)
    return _end(run, *_outcome(run))


def rescue_run(run: Run) -> Run:
    """Finish a run that came to a bad end from its best weights so far, and return it.

    One that was killed while its model was being made ends as it would have. Raises
    `DigitLabError` if it fails.
    """
    with sole_writer(run):
        run = read_run(run.folder)
        if run.status.state not in (State.INTERRUPTED, State.FAILED):
            return run  # somebody else was quicker
        if not run.has_weights:
            return _end(run, run.status.state, f"{run.status.message} There is no model to keep.")
        ended = _outcome(run) if _has_ended(run) else (run.status.state, _kept(run.status.message))
        with _failure_on_record(run):
            _finish(run, _dataset(run), ended[1])
        return _end(run, *ended)


def repair_run(run: Run) -> Run:
    """Make the LiteRT model of a run with a result anew from its Keras model; return the run.

    Raises `DigitLabError` when that is damaged too.
    """
    from core.training.engine.export import remake_litert

    with sole_writer(run):
        if not is_sound(run, RunFile.KERAS_MODEL):
            raise damaged(run)
        remake_litert(run)
    return read_run(run.folder)


def _has_a_damaged_model(run: Run) -> bool:
    if run.result is None or run.status.state.is_active:
        return False
    try:
        LiteRTModel.of(run)
    except DamagedModelError:
        return True
    return False


def _has_ended(run: Run) -> bool:
    """Say whether all epochs of an interrupted run were done, or it was asked to stop."""
    status = read_status(run.folder)
    if run.status.state is not State.INTERRUPTED or status.message:  # or it had diverged
        return False
    return status.state is State.SAVING or finished_epochs(run) >= run.info.config.epochs


def _kept(message: str) -> str:
    return message if message.endswith(_KEPT) else f"{message} {_KEPT}"


def _dataset(run: Run) -> Dataset:
    dataset = load_named(run.info.dataset)
    if dataset.fingerprint != run.info.fingerprint:
        raise DigitLabError(
            f"This run was made for other digits than the {dataset.title} found here now; "
            "start a new run."
        )
    return dataset


def _finish(run: Run, dataset: Dataset, message: str = "") -> None:
    from core.training.engine.export import finish

    # The message of a bad end stands there from now on: should this process be killed, nobody takes
    # the run for one that had come to its end.
    owner, status = Owner.this_process(), read_status(run.folder)
    run.write_status(replace(status, state=State.SAVING, owner=owner, message=message))
    finish(run, dataset)


def _outcome(run: Run) -> tuple[State, str]:
    if finished_epochs(run) >= run.info.config.epochs:  # whoever asked for a stop came too late
        return State.COMPLETED, ""
    match run.stop_reason():
        case None:
            return State.COMPLETED, _early_end(run)
        case reason if reason == SERVER_STOPPED:
            return State.INTERRUPTED, f"The server was stopped during this training. {_KEPT}"
        case reason if reason == PRUNED:
            return State.STOPPED, f"Pruned: most trials of its search were better by then. {_KEPT}"
        case _:
            return State.STOPPED, f"Stopped on request. {_KEPT}"


def _early_end(run: Run) -> str:
    config, epochs = run.info.config, len(run.epochs())
    if not config.patience or epochs >= config.epochs:
        return ""
    return (
        f"Ended early, after epoch {epochs} of {config.epochs}: {config.patience} epochs without "
        f"a better validation {watched(config.monitor)}."
    )


def _diverged(run: Run, dataset: Dataset) -> Run:
    message = (
        "The loss became infinite: the learning rate is too large for this network and optimiser. "
        "Try a tenth of it."
    )
    run.discard_checkpoint()  # going on would only diverge again
    if run.has_weights:
        _finish(run, dataset, message)
        message = _kept(message)
    return _end(run, State.FAILED, message)


def _end(run: Run, state: State, message: str) -> Run:
    run.write_status(replace(read_status(run.folder), state=state, message=message, owner=None))
    return read_run(run.folder)


@contextmanager
def _failure_on_record(run: Run) -> Iterator[None]:
    # Whatever goes wrong must be seen by those who watch the folder, then by the caller.
    try:
        yield
    except Exception as error:
        with suppress(StorageError):  # a full disc: then it counts as interrupted
            _end(run, State.FAILED, str(error) or type(error).__name__)
        raise
