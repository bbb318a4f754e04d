"""Digits on their way into a training: batches gathered from one tensor.

Shuffling indices and gathering whole batches costs less than half of what Keras takes to feed
NumPy arrays.
"""

import threading

import cv2
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from core.data import Split
from core.data.augmentation import Augmentation, augment
from core.training.config import AUGMENTATIONS, TrainConfig

_VALIDATION_BATCH = 500
_THREADS = 2


def training_batches(
    split: Split, indices: NDArray[np.int64], config: TrainConfig
) -> tf.data.Dataset:
    """Return one pass in random order, another one each time: (b, 28, 28, 1) and (b,).

    The digits are changed as the configuration's augmentation says, otherwise each time.
    """
    order = tf.data.Dataset.range(len(indices)).shuffle(len(indices), seed=config.seed)
    _, augmentation = AUGMENTATIONS[config.augmentation]
    batches = _gathered(order.batch(config.batch_size), split, indices)
    if augmentation != Augmentation():
        batches = _augmented(batches, augmentation, config.seed)
    return _ready(batches)


def validation_batches(split: Split, indices: NDArray[np.int64]) -> tf.data.Dataset:
    """Return the validation digits in order."""
    order = tf.data.Dataset.range(len(indices)).batch(_VALIDATION_BATCH)
    return _ready(_gathered(order, split, indices))


def _gathered(
    batches: tf.data.Dataset, split: Split, indices: NDArray[np.int64]
) -> tf.data.Dataset:
    images = tf.constant(split.images[indices])
    labels = tf.constant(split.labels[indices].astype(np.int32))

    def gather(batch: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return tf.gather(images, batch), tf.gather(labels, batch)

    return batches.map(gather, num_parallel_calls=_THREADS)


def _augmented(batches: tf.data.Dataset, augmentation: Augmentation, seed: int) -> tf.data.Dataset:
    cv2.setNumThreads(1)  # the batches keep the cores busy; threads within one slow it down
    rng = np.random.default_rng(seed)
    lock = threading.Lock()

    def change(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
        with lock:  # a generator serves one thread at a time
            own = rng.spawn(1)[0]
        return augment(images, augmentation, own)

    def change_batch(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        changed = tf.numpy_function(change, [images], tf.uint8)
        return tf.ensure_shape(changed, images.shape), labels

    return batches.map(change_batch, num_parallel_calls=_THREADS)


def _ready(batches: tf.data.Dataset) -> tf.data.Dataset:
    def as_pixels(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return tf.cast(images[..., tf.newaxis], tf.float32), labels

    return batches.map(as_pixels, num_parallel_calls=_THREADS).prefetch(4)
