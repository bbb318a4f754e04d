"""Checkpoints: weights, moments and place of a training, so that it can go on after any end."""

import keras
import numpy as np

from core.errors import DigitLabError
from core.files.arrays import read_arrays, write_arrays
from core.files.json_files import number, write_lines
from core.runs.folder import RunFile
from core.runs.history import sound_records
from core.runs.run import Run
from core.training.engine.callbacks import Logs


class Checkpoint(keras.callbacks.Callback):
    """Save the state of the training after each whole epoch."""

    def __init__(self, run: Run, steps_per_epoch: int) -> None:
        """Keep the state in the run's folder; the one before stays until the next is written."""
        super().__init__()
        self._run = run
        self._steps_per_epoch = steps_per_epoch
        self._steps = 0

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Note how far the epoch has come."""
        self._steps = batch + 1

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Save, unless the epoch was cut short: continuing begins it anew."""
        if self._steps >= self._steps_per_epoch:
            state = (variable.numpy() for variable in _state(self.model))
            write_arrays(self._run.checkpoint_path, [np.array(epoch + 1), *state])


def restore(run: Run, model: keras.Model) -> int:
    """Bring a compiled `model` to where the run's checkpoint left it.

    Returns how many whole epochs it has behind it, 0 without a checkpoint. Raises `DigitLabError`
    for a checkpoint that is damaged or of another network.
    """
    if not run.checkpoint_path.exists():
        return 0
    epochs, *values = read_arrays(run.checkpoint_path)
    variables = _state(model)
    if [value.shape for value in values] != [tuple(variable.shape) for variable in variables]:
        raise DigitLabError(f"{run.checkpoint_path} is of another network. Start a new run.")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)
    return int(epochs)


def forget_after(run: Run, epochs: int) -> float:
    """Drop the history after so many whole epochs; return the seconds that they had taken."""
    seconds = 0.0
    for name in (RunFile.STEPS, RunFile.EPOCHS):
        path = run.folder / name
        kept = [record for record in sound_records(path) if record["epoch"] <= epochs]
        write_lines(path, kept)
        seconds = max([seconds, *(number(record, "seconds") or 0.0 for record in kept)])
    return seconds


def _state(model: keras.Model) -> list[keras.Variable]:
    # With the state of its random numbers.
    return [*model.variables, *model.optimizer.variables]
