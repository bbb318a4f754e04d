"""What a network in training makes of the validation digits, asked once an epoch.

Keras' own evaluation would build the network into one more graph, with the metrics in it, and
that takes a tenth of a short training.
"""

from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from core.config.train_config import TrainConfig
from core.data import CLASS_COUNT, Split
from core.training.engine.callbacks import Logs
from core.training.engine.losses import loss_function

_BATCH = 500
_AT_A_TIME = 2  # batches, each on half of the cores


class Validate(keras.callbacks.Callback):
    """Add `val_loss` and `val_accuracy` to what the callbacks after this one are told of an epoch.

    `predictions` (n,) uint8 are the classes it took the n validation digits for at the end of the
    last epoch; `confusion` (10, 10) int64 counts them, rows = actual.
    """

    def __init__(self, split: Split, indices: NDArray[np.int64], config: TrainConfig) -> None:
        """Ask about the digits at `indices` of `split`."""
        super().__init__()
        self._images = split.images[indices]
        self._labels = split.labels[indices].astype(np.int32)
        self._loss = loss_function(config.loss, config.output)
        self.predictions = np.zeros(len(indices), np.uint8)
        self.confusion = np.zeros((CLASS_COUNT, CLASS_COUNT), np.int64)

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Build the question to the network, whose weights the steps change and nothing else."""
        pictures = tf.TensorSpec((None, *self._images.shape[1:]), tf.uint8)

        def logits(images: tf.Tensor) -> tf.Tensor:
            return self.model.whole(tf.cast(images[..., tf.newaxis], tf.float32))

        self._logits = tf.function(logits).get_concrete_function(pictures)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Ask about every validation digit."""
        logits = self.ask(self._images)
        # The most probable of the ten, as the model's result and every evaluation count it, also
        # where an eleventh logit stands for what is no digit.
        self.predictions = logits[:, :CLASS_COUNT].argmax(axis=1).astype(np.uint8)
        cells = self._labels * CLASS_COUNT + self.predictions
        counts = np.bincount(cells, minlength=CLASS_COUNT**2)
        self.confusion = counts.reshape(CLASS_COUNT, CLASS_COUNT)
        if logs is not None:
            logs["val_loss"] = float(np.mean(self._loss(self._labels, logits)))
            logs["val_accuracy"] = float(np.mean(self.predictions == self._labels))

    def ask(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the logits (n, 10 or 11) of pictures (n, 28, 28) by the weights of now."""
        batches = [images[start : start + _BATCH] for start in range(0, len(images), _BATCH)]
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            answered = threads.map(lambda batch: self._logits(tf.constant(batch)).numpy(), batches)
            return np.concatenate(list(answered))
