"""Checkpoints: weights, moments and place of a training, so that it can go on after any end."""

import keras

from core.errors import DigitLabError
from core.training.engine.callbacks import Logs
from core.training.files import read_json, read_lines, write_lines
from core.training.runs import Run

_METADATA = "training_metadata.json"  # as Keras' callback calls it


class Checkpoint(keras.callbacks.BackupAndRestore):
    """Save the state of the training after each whole epoch; go on from it where there is one."""

    def __init__(self, run: Run, steps_per_epoch: int) -> None:
        """Keep the state in the run's folder; the one before stays until the next is written."""
        super().__init__(str(run.checkpoint_path), double_checkpoint=True, delete_checkpoint=False)
        self._steps_per_epoch = steps_per_epoch
        self._steps = 0

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Note how far the epoch has come."""
        self._steps = batch + 1

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Save, unless the epoch was cut short: continuing begins it anew."""
        if self._steps >= self._steps_per_epoch:
            super().on_epoch_end(epoch, logs)


def whole_epochs(run: Run) -> int:
    """Return how many epochs the run's checkpoint has behind it, 0 without one."""
    path = run.checkpoint_path / _METADATA
    if not path.exists():
        return 0
    try:
        return int(read_json(path)["epoch"])
    except DigitLabError:
        # The process was killed while it wrote. Weights and metadata before belong together.
        for spare in run.checkpoint_path.glob("*.bkp"):
            spare.replace(spare.with_suffix(""))
        return int(read_json(path)["epoch"])


def forget_after(run: Run, epochs: int) -> float:
    """Drop the history after so many whole epochs; return the seconds that they had taken."""
    seconds = 0.0
    for name in ("steps.jsonl", "epochs.jsonl"):
        path = run.folder / name
        kept = [record for record in read_lines(path) if record["epoch"] <= epochs]
        write_lines(path, kept)
        seconds = max([seconds, *(record["seconds"] for record in kept)])
    return seconds
