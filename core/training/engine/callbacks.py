"""What a training does besides learning: record, keep the best, heed a stop, notice divergence."""

import math
import time
from collections.abc import Callable
from typing import Any

import keras

from core.files.arrays import write_arrays
from core.files.json_files import append_line
from core.runs.best_epoch import score
from core.runs.folder import RunFile
from core.runs.run import Run
from core.runs.status import Status

Logs = dict[str, float]

_RECORDS_PER_EPOCH = 64  # at most: as many points as a curve shows, however slow the network is


class Record(keras.callbacks.Callback):
    """Append the figures of each stretch of steps and of each epoch to the run's folder."""

    def __init__(
        self,
        run: Run,
        batch_size: int,
        images: int,
        steps_per_epoch: int,
        observer: Callable[[dict[str, Any]], None],
        seconds: float = 0.0,
    ) -> None:
        """Record a training on `images` digits an epoch; tell each record to `observer` too.

        `seconds` is what the training took before it was continued.
        """
        super().__init__()
        self._run = run
        self._batch_size = batch_size
        self._images = images
        self._steps_per_epoch = steps_per_epoch
        self._observer = observer
        self._started = time.monotonic() - seconds

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Start an epoch's sums: Keras reports means since here, records hold those between."""
        self._epoch = epoch
        self._seen = 0
        self._sums = {"loss": 0.0, "accuracy": 0.0}
        self._last = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Record the stretch of steps up to `batch`, counted from 0 within the epoch."""
        seen = min((batch + 1) * self._batch_size, self._images)
        if logs is None or seen <= self._seen:
            return
        if seen < self._images and seen - self._seen < self._images / _RECORDS_PER_EPOCH:
            return
        sums = {name: logs[name] * seen for name in self._sums}
        new = seen - self._seen
        now = time.monotonic()
        step = self._epoch * self._steps_per_epoch + math.ceil(seen / self._batch_size)
        record = {
            "step": step,
            "epoch": step / self._steps_per_epoch,
            **{name: (sums[name] - self._sums[name]) / new for name in sums},
            "learning_rate": float(self.model.optimizer.learning_rate),
            "images_per_second": new / max(now - self._last, 1e-6),
            "seconds": now - self._started,
        }
        self._seen, self._sums, self._last = seen, sums, now
        append_line(self._run.folder / RunFile.STEPS, record)
        self._observer(record)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Record the epoch; one that was stopped midway counts by the part that was seen."""
        figures = {name: float(value) for name, value in (logs or {}).items()}
        record = {
            "epoch": self._epoch + self._seen / self._images,
            **figures,
            "seconds": time.monotonic() - self._started,
        }
        append_line(self._run.folder / RunFile.EPOCHS, record)
        self._observer(record)


class KeepBest(keras.callbacks.Callback):
    """Keep the weights whenever an epoch is the best so far."""

    def __init__(self, run: Run) -> None:
        """Keep them in the run's folder; `export.finish` makes a model of them."""
        super().__init__()
        self._run = run
        self._monitor = run.info.config.monitor
        before = (
            score(record, self._monitor, epoch)
            for epoch, record in enumerate(run.epochs(), start=1)
        )
        self._best = max(filter(None, before), default=None)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Compare as the run's configuration says."""
        reached = score(logs or {}, self._monitor, epoch + 1)
        if reached is not None and (self._best is None or reached > self._best):
            self._best = reached
            write_arrays(self._run.best_path, self.model.get_weights())


class StopOnRequest(keras.callbacks.Callback):
    """End the training soon after someone asked for it; the current epoch is still evaluated."""

    def __init__(self, run: Run, saving: Status) -> None:
        """Watch the run's folder; `saving` is the status from the moment a stop is heeded."""
        super().__init__()
        self._run = run
        self._saving = saving

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look for a request."""
        if not self.model.stop_training and self._run.stop_reason() is not None:
            self.model.stop_training = True
            self._run.write_status(self._saving)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Look for a request that came during the validation."""
        self.on_train_batch_end(epoch)


class StopOnDivergence(keras.callbacks.Callback):
    """End a training whose loss is no longer a number; `diverged` tells."""

    diverged = False

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look at the running mean of the loss."""
        if not math.isfinite((logs or {}).get("loss", 0.0)):
            self.diverged = True
            self.model.stop_training = True
