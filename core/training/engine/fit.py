"""The training itself: one call of Keras' `fit` with the right data and callbacks."""

from collections.abc import Callable
from dataclasses import replace
from math import ceil
from typing import Any

import keras
import tensorflow as tf

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.networks.architectures import INPUT_SHAPE, costs, network
from core.runs.best_epoch import MODES, watched
from core.runs.run import Run
from core.runs.split import split_indices
from core.runs.status import State, Status
from core.training.engine.build import training_model, with_no_digit
from core.training.engine.callbacks import KeepBest, Record, StopOnDivergence, StopOnRequest
from core.training.engine.checkpoint import Checkpoint, forget_after, restore
from core.training.engine.fine_tuning import begin_as_base, drawings
from core.training.engine.ghost_batches import with_ghost_batches
from core.training.engine.input_pipeline import training_batches
from core.training.engine.live_callbacks import (
    FollowRequests,
    KeepValidationPredictions,
    WriteSnapshots,
)
from core.training.engine.losses import loss_function
from core.training.engine.optimizers import Adjustable, learning_rate, optimizer
from core.training.engine.validation import Validate

# A stretch of steps runs inside TensorFlow; a stop is heeded and the curves grow between two.
# These keep one at about a fifth of a second on two slow cores.
_STRETCH_MULTIPLY_ADDS = 4e9
_STRETCH_IMAGES = 8192
_STRETCHES_PER_EPOCH = 8  # at least, so that there is a curve to see even on few digits


class DivergedError(Exception):
    """The loss became infinite or no number."""


def fit(
    run: Run, dataset: Dataset, status: Status, observer: Callable[[dict[str, Any]], None]
) -> None:
    """Train the run's network on `dataset`, writing its history and best weights as it goes.

    A run with a checkpoint goes on from it, a fine-tuned one begins as the run it came from.
    Returns when all epochs are done or a stop was requested; raises `DivergedError`.
    """
    config = run.info.config
    keras.utils.set_random_seed(config.seed)
    indices = split_indices(dataset.train.labels, config)
    steps_per_epoch = ceil(len(indices.training) / config.batch_size)
    total_steps = steps_per_epoch * config.epochs

    model, schedule = compiled_model(config, steps_per_epoch)
    first_epoch = restore(run, model)
    if run.info.fine_tuning is not None and not first_epoch:
        begin_as_base(run, model)
    seconds = forget_after(run, first_epoch)

    validation = Validate(dataset.train, indices.validation, config)
    divergence = StopOnDivergence()
    record = Record(
        run, config.batch_size, len(indices.training), steps_per_epoch, observer, seconds
    )
    training = replace(
        status, state=State.TRAINING, total_steps=total_steps, steps_per_epoch=steps_per_epoch
    )
    run.write_status(training)
    model.fit(
        training_batches(dataset.train, indices.training, config, first_epoch, drawings(run)),
        epochs=config.epochs,
        initial_epoch=first_epoch,
        shuffle=False,  # the batches come shuffled
        verbose=0,
        # The weights are on disk before their epoch is on record.
        callbacks=[
            validation,
            KeepBest(run),
            record,
            WriteSnapshots(run, dataset.train, indices.validation, validation),
            KeepValidationPredictions(run, first_epoch, validation),
            FollowRequests(run, schedule),
            *_stop_early(config),
            StopOnRequest(run, replace(training, state=State.SAVING)),
            divergence,
            Checkpoint(run, steps_per_epoch),
        ],
    )
    if divergence.diverged:
        raise DivergedError


def make_a_step() -> None:
    """Take a step on nothing, which makes TensorFlow load what every training needs."""
    model, _ = compiled_model(TrainConfig(), 1)
    model.fit(tf.zeros((32, *INPUT_SHAPE)), tf.zeros(32, tf.int32), verbose=0)


def compiled_model(config: TrainConfig, steps_per_epoch: int) -> tuple[keras.Model, Adjustable]:
    """Return the model of `config`, ready for its first step, and the schedule it follows."""
    model = training_model(network(config))
    if config.mixture.nondigits:
        model = with_no_digit(model)
    model = with_ghost_batches(model)
    schedule = Adjustable(learning_rate(config, steps_per_epoch * config.epochs))
    model.compile(
        optimizer(config, schedule),
        loss_function(config.loss, config.output),
        metrics=[keras.metrics.SparseCategoricalAccuracy("accuracy")],
        steps_per_execution=_stretch(config, steps_per_epoch),
        jit_compile=False,  # on a CPU it is slower for these networks
    )
    # Built in the first step, its moments would make TensorFlow trace that step twice.
    model.optimizer.build(model.trainable_variables)
    return model, schedule


def _stop_early(config: TrainConfig) -> list[keras.callbacks.Callback]:
    if not config.patience:
        return []
    callback = keras.callbacks.EarlyStopping(
        f"val_{watched(config.monitor)}",
        mode=MODES[watched(config.monitor)],
        patience=config.patience,
    )
    return [callback]


def _stretch(config: TrainConfig, steps_per_epoch: int) -> int:
    work = sum(cost.multiply_adds for cost in costs(config))
    by_work = _STRETCH_MULTIPLY_ADDS / (work * config.batch_size)
    by_images = _STRETCH_IMAGES / config.batch_size
    return max(1, int(min(by_work, by_images, steps_per_epoch / _STRETCHES_PER_EPOCH)))
