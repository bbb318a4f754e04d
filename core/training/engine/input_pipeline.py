"""Digits on their way into a training: batches gathered from one tensor.

Shuffling indices and gathering whole batches costs less than half of what Keras takes to feed
NumPy arrays.
"""

from typing import Any

import cv2
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from core.config.train_config import TrainConfig
from core.data import Split
from core.data.mixture import Beside, Mixture, mix, mix_in
from core.training.label_noise import noisy_labels

_THREADS = 2
_READY = 24  # batches made ahead of the network, so that neither waits for the other


def training_batches(
    split: Split,
    indices: NDArray[np.int64],
    config: TrainConfig,
    first_epoch: int = 0,
    beside: Beside | None = None,
) -> tf.data.Dataset:
    """Return one pass in random order, another one each time: (b, 28, 28, 1) and (b,).

    The digits are changed and added to as the configuration's augmentation says, otherwise each
    time. `first_epoch` is the number of passes made before, so that a training that continues
    does not see the same again. Digits `beside` come to each batch of the others.
    """
    seed = config.seed + first_epoch
    order = tf.data.Dataset.range(len(indices)).shuffle(len(indices), seed=seed)
    labels = noisy_labels(split.labels[indices], config)
    batches = _gathered(order.batch(config.batch_size), split.images[indices], labels)
    if config.mixture != Mixture() or beside is not None:
        batches = _mixed(batches, config.mixture, beside, seed)
    return _ready(batches)


def _gathered(
    batches: tf.data.Dataset, images: NDArray[np.uint8], labels: NDArray[np.uint8]
) -> tf.data.Dataset:
    all_images, all_labels = tf.constant(images), tf.constant(labels.astype(np.int32))

    def gather(batch: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return tf.gather(all_images, batch), tf.gather(all_labels, batch)

    return batches.map(gather, num_parallel_calls=_THREADS)


def _mixed(
    batches: tf.data.Dataset, mixture: Mixture, beside: Beside | None, seed: int
) -> tf.data.Dataset:
    # The batches keep the cores busy; threads within one slow it down.
    cv2.setNumThreads(1)
    threadpool_limits(1, user_api="blas")
    rng = np.random.default_rng(seed)

    def change(images: NDArray[np.uint8], labels: NDArray[np.int32]) -> list[NDArray[Any]]:
        changed, of_changed = mix(images, labels.astype(np.uint8), mixture, rng)
        if beside is not None:
            changed, of_changed = mix_in(changed, of_changed, beside, rng)
        return [changed, of_changed.astype(np.int32)]

    def change_batch(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        changed, of_changed = tf.numpy_function(change, [images, labels], [tf.uint8, tf.int32])
        return (
            tf.ensure_shape(changed, [None, *images.shape[1:]]),
            tf.ensure_shape(of_changed, [None]),
        )

    # One call at a time: the generator serves one, and Python runs only one anyway.
    return batches.map(change_batch, num_parallel_calls=1)


def _ready(batches: tf.data.Dataset) -> tf.data.Dataset:
    def as_pixels(images: tf.Tensor, labels: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return tf.cast(images[..., tf.newaxis], tf.float32), labels

    options = tf.data.Options()
    # Nothing is left to tune, and its thread now and then holds up the end of a pass for seconds.
    options.autotune.enabled = False
    ready = batches.map(as_pixels, num_parallel_calls=_THREADS).prefetch(_READY)
    return ready.with_options(options)
