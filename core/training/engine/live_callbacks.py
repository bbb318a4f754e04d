"""The callbacks that let others look on and take part: snapshots and the learning rate."""

import time

import keras
import numpy as np
from numpy.typing import NDArray

from core.data import CLASS_COUNT, Split
from core.metrics import probabilities
from core.runs.requests import record_change, requested_learning_rate
from core.runs.run import Run
from core.runs.snapshot import Snapshot, write_snapshot
from core.runs.validation_predictions import (
    UNKNOWN,
    read_validation_predictions,
    write_validation_predictions,
)
from core.training.engine.callbacks import Logs
from core.training.engine.optimizers import Adjustable
from core.training.engine.validation import Validate

_SHOWN_DIGITS = 12
_SHOWN_WEIGHTS = 32
_SECONDS = 1.0  # between two snapshots


class WriteSnapshots(keras.callbacks.Callback):
    """Write a snapshot about every second, and after each validation."""

    def __init__(
        self, run: Run, split: Split, indices: NDArray[np.int64], validation: Validate
    ) -> None:
        """Show the first few of the digits at `indices` of `split` and what is thought of them."""
        super().__init__()
        self._run = run
        self._digits = _one_of_each(split.labels, indices)
        self._images = split.images[self._digits]
        self._validation = validation
        self._next = 0.0

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Write when it is time."""
        if time.monotonic() >= self._next:
            self._write()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Write, so that the last snapshot is of the last weights."""
        self._write()

    def _write(self) -> None:
        logits = self._validation.ask(self._images)[:, :CLASS_COUNT]
        if self._run.info.config.output == "sigmoid":
            logits = -np.logaddexp(0.0, -logits)  # as the kept model's answers, summing to one
        predicted = probabilities(logits).astype(np.float32)
        weights, confusion = first_weights(self.model), self._validation.confusion
        write_snapshot(self._run, Snapshot(self._digits, predicted, weights, confusion))
        self._next = time.monotonic() + _SECONDS


class KeepValidationPredictions(keras.callbacks.Callback):
    """Keep what is answered to each validation digit after each epoch."""

    def __init__(self, run: Run, first_epoch: int, validation: Validate) -> None:
        """Go on after `first_epoch` epochs, whose answers stay."""
        super().__init__()
        self._run = run
        self._validation = validation
        before = read_validation_predictions(run) if first_epoch else None
        self._rows = [] if before is None else list(before[:first_epoch])

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Append the validation that ended just now."""
        predictions = self._validation.predictions
        missing = epoch - len(self._rows)
        self._rows += [np.full_like(predictions, UNKNOWN)] * missing + [predictions]
        write_validation_predictions(self._run, np.stack(self._rows))


class FollowRequests(keras.callbacks.Callback):
    """Change the learning rate when someone asks for it."""

    def __init__(self, run: Run, schedule: Adjustable) -> None:
        """Adjust `schedule`; a request in an earlier part of the training still holds."""
        super().__init__()
        self._run = run
        self._schedule = schedule
        self._rate = requested_learning_rate(run)
        self._adjust()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look for a request."""
        rate = requested_learning_rate(self._run)
        if rate != self._rate:
            self._rate = rate
            self._adjust()
            steps = int(self.model.optimizer.iterations)
            record_change(self._run, steps, learning_rate=rate)

    def _adjust(self) -> None:
        self._schedule.factor.assign(self._rate / self._run.info.config.learning_rate)


def first_weights(model: keras.Model) -> NDArray[np.float32]:
    """Return the weights of the first layer that has any as pictures (k, height, width)."""
    kernel = next(layer.kernel for layer in model.layers if hasattr(layer, "kernel")).value.numpy()
    if kernel.ndim == 4:  # a convolution: (height, width, 1, filters)
        pictures = kernel[:, :, 0]
    else:  # a dense layer: (pixels, units)
        side = round(kernel.shape[0] ** 0.5)
        pictures = kernel.reshape(side, side, -1)
    return np.asarray(np.moveaxis(pictures, -1, 0)[:_SHOWN_WEIGHTS], np.float32)


def _one_of_each(labels: NDArray[np.uint8], validation: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return indices of the first validation digit of each class, and then of some more."""
    firsts = [validation[labels[validation] == digit][:1] for digit in range(CLASS_COUNT)]
    chosen = np.concatenate(firsts)
    rest = np.setdiff1d(validation, chosen)[: _SHOWN_DIGITS - len(chosen)]
    return np.concatenate([chosen, rest])
