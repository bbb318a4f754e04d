"""The training without what the app adds: the same model, batches and `fit`, Keras' validation.

`python -m benchmarks.training.bare CONFIG` runs it in a process of its own, as a job does, for a
configuration in JSON, and prints how many images a second it learned from after the first stretch.
"""

import json
import os
import sys
import time
from math import ceil

import numpy as np

from benchmarks.training.jobs import lower_priority
from core.config.train_config import TrainConfig
from core.data import load_named
from core.runs.split import split_indices

_VALIDATION_BATCH = 500


def images_per_second(config: TrainConfig, dataset_name: str) -> float:
    """Train to the end; count from the end of the first stretch, validations included."""
    import keras

    from core.training.engine.fit import compiled_model
    from core.training.engine.input_pipeline import training_batches

    class Clock(keras.callbacks.Callback):
        begun = 0.0

        def on_train_batch_end(self, batch: int, logs: object = None) -> None:  # noqa: ARG002
            if not self.begun:
                self.begun, self.done = time.perf_counter(), batch + 1

        def on_train_end(self, logs: object = None) -> None:  # noqa: ARG002
            self.ended = time.perf_counter()

    dataset = load_named(dataset_name)
    keras.utils.set_random_seed(config.seed)
    indices = split_indices(dataset.train.labels, config)
    steps_per_epoch = ceil(len(indices.training) / config.batch_size)
    model, _ = compiled_model(config, steps_per_epoch)
    clock = Clock()
    history = model.fit(
        training_batches(dataset.train, indices.training, config),
        validation_data=(
            dataset.train.images[indices.validation, ..., np.newaxis].astype(np.float32),
            dataset.train.labels[indices.validation].astype(np.int32),
        ),
        validation_batch_size=_VALIDATION_BATCH,
        epochs=config.epochs,
        shuffle=False,
        verbose=0,
        callbacks=[clock],
    )
    steps = int(model.optimizer.iterations)
    assert len(history.epoch) == config.epochs
    return (steps - clock.done) * config.batch_size / (clock.ended - clock.begun)


def main() -> None:
    """Train and print."""
    config = TrainConfig.from_dict(json.loads(sys.argv[1]))
    print(json.dumps({"images_per_second": images_per_second(config, sys.argv[2])}))


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    lower_priority()
    main()
