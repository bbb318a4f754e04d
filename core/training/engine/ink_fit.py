"""Training the network that finds ink, on scenes that are composed while it learns."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import keras
import tensorflow as tf

from core.data.dataset import UInt8Array
from core.data.scenes.batch import scene_batch
from core.training.engine.ink_network import build_ink_network, export_ink_network, ink_loss

SHAPES = ((16, 256), (16, 256), (7, 384))  # scenes of a batch and their sides, in turns
_AHEAD = 24  # batches that are composed before they are needed
_HIGHEST_RATE, _WEIGHT_DECAY = 4e-3, 1e-3
_WARM_UP = 0.05  # of all steps in which the learning rate rises
EVERY = 100  # steps between two checkpoints
_digits: UInt8Array

Batch = tuple[UInt8Array, UInt8Array]
Step = Callable[[UInt8Array, UInt8Array], tf.Tensor]


def fit_ink_network(
    digits: UInt8Array,
    folder: Path,
    steps: int,
    seed: int,
    observer: Callable[[int, float], None],
) -> None:
    """Train for `steps` batches and write `folder`/network.tflite; go on where it was stopped.

    `digits` (n, 28, 28): real ones for the scenes. `observer` is told each step and its loss.
    """
    keras.utils.set_random_seed(seed)
    model, optimizer = build_ink_network(), _optimizer(steps)
    optimizer.build(model.trainable_variables)
    done = tf.Variable(0, dtype=tf.int64)
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, done=done)
    manager = tf.train.CheckpointManager(checkpoint, str(folder / "checkpoints"), max_to_keep=1)
    manager.restore_or_initialize()
    step = _step(model, optimizer)
    with _batches(digits, seed, int(done), steps) as batches:
        for number, (pictures, covers) in enumerate(batches, start=int(done) + 1):
            observer(number, float(step(pictures, covers)))
            done.assign(number)
            if number % EVERY == 0:
                manager.save()
    export_ink_network(model, folder / "network.tflite")


def _optimizer(steps: int) -> keras.optimizers.Optimizer:
    warm_up = max(1, round(_WARM_UP * steps))
    rate = keras.optimizers.schedules.CosineDecay(
        _HIGHEST_RATE / 40, max(1, steps - warm_up), 0.005, "rate", _HIGHEST_RATE, warm_up
    )
    return keras.optimizers.AdamW(rate, weight_decay=_WEIGHT_DECAY)


def _step(model: keras.Model, optimizer: keras.optimizers.Optimizer) -> Step:
    def step(pictures: tf.Tensor, covers: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            logits = model(tf.cast(pictures, tf.float32), training=True)
            loss = ink_loss(tf.cast(covers, tf.float32) / 255, logits)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply(gradients, model.trainable_variables)
        return loss

    compiled: Step = tf.function(step)
    return compiled


@contextmanager
def _batches(digits: UInt8Array, seed: int, first: int, last: int) -> Iterator[Iterator[Batch]]:
    """Give the batches from number `first` up to `last`, composed in another process."""
    # Forked, it would inherit TensorFlow's threads in whatever state they are.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, _take, (digits,)) as composer:
        to_come = (
            composer.submit(_composed, (seed, number), *SHAPES[number % len(SHAPES)])
            for number in range(first, last)
        )
        try:
            yield _in_order(deque(islice(to_come, _AHEAD)), to_come)
        finally:
            composer.shutdown(cancel_futures=True)


def _take(digits: UInt8Array) -> None:
    """Keep the digits in the process that composes: they are too many to be sent each time."""
    global _digits
    _digits = digits


def _composed(seed: tuple[int, int], count: int, side: int) -> Batch:
    return scene_batch(seed, count, side, _digits)


def _in_order(waiting: deque[Future[Batch]], more: Iterator[Future[Batch]]) -> Iterator[Batch]:
    while waiting:
        batch = waiting.popleft().result()
        waiting.extend(islice(more, 1))
        yield batch
