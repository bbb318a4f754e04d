"""A training as the app runs it, timed from outside: its folder and its process are looked at."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.jobs.jobs import Jobs
from core.runs.run import Run, read_run
from core.runs.status import State
from core.runs.store import RunStore

_LOOK_SECONDS = 0.005
_SETTLE_SECONDS = 1.0  # after an end, before the worker's memory is looked at
_WARM_UP = TrainConfig(architecture="dense", hidden_layers=0, epochs=1, train_fraction=0.01)


@dataclass(frozen=True)
class Timed:
    """A finished training: seconds from the click on Start, and memory in bytes.

    `epochs` are the seconds of the training's own clock at the end of each epoch, which starts
    before TensorFlow builds the first step. `held_memory` is what the worker keeps afterwards.
    """

    run: Run
    to_first_record: float
    to_end: float
    epochs: tuple[float, ...]
    peak_memory: int
    held_memory: int

    @property
    def test_accuracy(self) -> float:
        """The share of the test digits that the kept weights recognise."""
        assert self.run.result is not None
        return self.run.result.test_accuracy

    @property
    def seconds(self) -> float:
        """The training's clock at the end of the epoch whose weights are kept."""
        assert self.run.result is not None
        return self.epochs[self.run.result.best_epoch - 1]

    @property
    def to_epoch_end(self) -> float:
        """From the click to the end of that epoch."""
        first = float(self.run.steps()[0]["seconds"])
        return self.to_first_record + self.seconds - first

    @property
    def images_per_second(self) -> float:
        """Of all the training after its first record, the ends of epochs included."""
        steps, per_epoch = self.run.steps(), self.run.status.steps_per_epoch
        share = (steps[-1]["step"] - steps[0]["step"]) / per_epoch
        images = share * _images_per_epoch(self.run)
        return float(images / (self.epochs[-1] - steps[0]["seconds"]))


@contextmanager
def warm_jobs(folder: Path, dataset: Dataset) -> Iterator["Trainer"]:
    """Give a trainer whose worker process has loaded TensorFlow and made one tiny training."""
    store = RunStore(folder)
    jobs = Jobs(store)
    trainer = Trainer(store, jobs, dataset)
    try:
        jobs.tend()
        trainer.train(_WARM_UP)
        yield trainer
    finally:
        jobs.close()


class Trainer:
    """Trains as a click on Start does, and waits for the end."""

    def __init__(self, store: RunStore, jobs: Jobs, dataset: Dataset) -> None:
        """Train on `dataset`; the jobs are those of `store`."""
        self._store, self._jobs, self._dataset = store, jobs, dataset

    def start(self, config: TrainConfig) -> Run:
        """Submit a training and return its run."""
        run = self._store.create(config, self._dataset)
        self._jobs.submit(run)
        return run

    def stop(self, run: Run) -> None:
        """Stop or cancel a training and wait for its end."""
        self._jobs.stop(run)
        while read_run(run.folder).status.state.is_active:
            time.sleep(_LOOK_SECONDS)

    def train(self, config: TrainConfig) -> Timed:
        """Submit a training and return it once it has ended."""
        clicked = time.perf_counter()
        return self.follow(self.start(config), clicked)

    def follow(self, run: Run, clicked: float) -> Timed:
        """Wait for the end of a run that was started at `clicked`."""
        first, memory, worker = 0.0, [0], None
        while (now := read_run(run.folder)).status.state.is_active:
            if not first and _has_records(run):
                first = time.perf_counter() - clicked
            worker = _worker(now) or worker
            memory.append(_memory(worker))
            # Once the first record is there, nothing is timed by looking but the end.
            time.sleep(_LOOK_SECONDS if not first else 20 * _LOOK_SECONDS)
        to_end = time.perf_counter() - clicked
        if now.result is None:
            raise DigitLabError(f"A training of the benchmark failed: {now.status.message}")
        epochs = tuple(epoch["seconds"] for epoch in now.epochs())
        time.sleep(_SETTLE_SECONDS)
        return Timed(now, first, to_end, epochs, max(memory), _memory(worker))


def lower_priority() -> None:
    """Give this process the priority of the app's worker, to be compared with it fairly."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        psutil.Process().nice(10)


def _has_records(run: Run) -> bool:
    return bool(run.steps())


def _worker(run: Run) -> int | None:
    owner = run.status.owner
    return None if owner is None or run.status.state is State.QUEUED else owner.pid


def _memory(process: int | None) -> int:
    with suppress(psutil.Error):
        return psutil.Process(process).memory_info().rss if process else 0
    return 0


def _images_per_epoch(run: Run) -> float:
    return run.status.steps_per_epoch * run.info.config.batch_size
