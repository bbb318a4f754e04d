"""Searches to test, and a queue whose trainings take no time: they write what a training writes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.files.json_files import append_line
from core.runs.owner import Owner
from core.runs.requests import PRUNED
from core.runs.run import Run, read_run
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.search.advance import advance
from core.search.ranges import Between, OneOf, Range
from core.search.records import Search, create_search
from core.search.trials import Progress

BASE = TrainConfig(architecture="dense", hidden_layers=0, epochs=3, seed=11)
RANGES: Mapping[str, Range] = {
    "learning_rate": Between(0.001, 0.1),
    "optimizer": OneOf(("adam", "sgd")),
}

Curve = Callable[[TrainConfig], list[float]]


def good_near_a_hundredth(config: TrainConfig) -> list[float]:
    """Validation accuracies by epoch that are best where the learning rate is 0.01."""
    best = 0.99 - min(0.5, 8 * abs(config.learning_rate - 0.01))
    return [best - 0.2 / epoch for epoch in range(1, config.epochs + 1)]


def new_search(store: RunStore, dataset: Dataset, **changes: Any) -> Search:
    """A search of two settings of softmax regression."""
    asked = {"base": BASE, "ranges": RANGES, "trials": 8} | changes
    return create_search(store.root, dataset, **asked)


class InstantQueue:
    """A queue that trains the oldest run by one epoch at each `work`."""

    def __init__(self, store: RunStore, curve: Curve = good_near_a_hundredth) -> None:
        self.store = store
        self.curve = curve
        self.submitted: list[str] = []
        self.waiting: list[Run] = []

    def submit(self, run: Run) -> None:
        self.submitted.append(run.id)
        self.waiting.append(run)

    def stop(self, run: Run) -> None:
        run.request_stop("user")
        if read_run(run.folder).status.state is State.QUEUED:
            run.write_status(Status(State.STOPPED, message="Cancelled before it began."))

    def tend(self) -> None:
        pass

    def work(self) -> None:
        """Train for one epoch, heed a stop, and write it as `engine.callbacks` does."""
        self.waiting = [r for r in self.waiting if r.folder.exists() and self._has_to_go_on(r)]
        if not self.waiting:
            return
        run = read_run(self.waiting[0].folder)
        curve, done = self.curve(run.info.config), len(run.epochs())
        if run.stop_reason() is None:
            write_epoch(run, done + 1, curve[done])
        ended = {None: State.COMPLETED}.get(run.stop_reason(), State.STOPPED)
        message = "Pruned." if run.stop_reason() == PRUNED else ""
        over = run.stop_reason() is not None or done + 1 == len(curve)
        state = Status(ended, message=message) if over else _training()
        run.write_status(state)

    @staticmethod
    def _has_to_go_on(run: Run) -> bool:
        return read_run(run.folder).status.state.is_active


def write_epoch(run: Run, epoch: float, accuracy: float) -> None:
    """Append the record of an epoch."""
    record = {"epoch": float(epoch), "loss": 1.0, "accuracy": 0.5, "val_loss": 1.0}
    append_line(run.folder / "epochs.jsonl", record | {"val_accuracy": accuracy, "seconds": epoch})


def abandon_training(run: Run, dead: Owner) -> None:
    """Leave the run as a process does that dies in mid-training."""
    run.write_status(replace(_training(), owner=dead))


def abandon_search(search: Search, store: RunStore, dead: Owner) -> None:
    """Leave all active runs of a search as a server does that is killed."""
    for trial in search.progress().trials:
        run = store.get(trial.run)
        if run.status.state is State.TRAINING:
            abandon_training(run, dead)
        elif run.status.state is State.QUEUED:
            run.write_status(Status(State.QUEUED, dead))


def run_to_end(search: Search, store: RunStore, queue: InstantQueue, steps: int = 400) -> Progress:
    """Drive a search to its end."""
    for _ in range(steps):
        progress = advance(search, store, queue)
        if not progress.is_active:
            return progress
        queue.work()
    raise AssertionError(f"still active after {steps} steps: {progress}")


def _training() -> Status:
    return Status(State.TRAINING, Owner.this_process(), total_steps=30, steps_per_epoch=10)
