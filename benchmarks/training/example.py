"""Keras' mnist_convnet as published: https://keras.io/examples/vision/mnist_convnet/.

Its network and settings, and the way that it hands the digits to `fit`: NumPy arrays of float32,
one-hot labels, `validation_split`. `python -m benchmarks.training.example` runs it in a process
of its own and prints a line of JSON for each epoch.
"""

import argparse
import json
import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from benchmarks.training.jobs import lower_priority
from core.data import Dataset, load_named

if TYPE_CHECKING:  # it takes seconds to import, and only the process that trains needs it
    import keras

EPOCHS, BATCH_SIZE, CLASSES = 15, 128, 10

Report = Callable[[dict[str, float]], None]


def train(dataset: Dataset, seed: int, until: float, epochs: int, report: Report) -> None:
    """Train until the share `until` of the test digits is recognised, or all `epochs` are done.

    After each epoch `report` is given `seconds`, from the first step to the epoch's end with its
    validation, and `test_accuracy`, which is evaluated while the clock stands still.
    """
    import keras

    keras.utils.set_random_seed(seed)
    images, labels = _prepared(dataset.train.images), _one_hot(dataset.train.labels)
    test = _prepared(dataset.test.images), _one_hot(dataset.test.labels)

    class EvaluateTest(keras.callbacks.Callback):
        def on_train_begin(self, logs: object = None) -> None:  # noqa: ARG002
            self.begun = time.perf_counter()

        def on_epoch_end(self, epoch: int, logs: object = None) -> None:  # noqa: ARG002
            stopped = time.perf_counter()
            _, accuracy = self.model.evaluate(*test, verbose=0)
            report({"seconds": stopped - self.begun, "test_accuracy": accuracy})
            self.model.stop_training = accuracy >= until
            self.begun += time.perf_counter() - stopped

    model = _network()
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(
        images,
        labels,
        batch_size=BATCH_SIZE,
        epochs=epochs,
        validation_split=0.1,
        verbose=0,
        callbacks=[EvaluateTest()],
    )


def _network() -> "keras.Sequential":
    import keras
    from keras import layers

    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
            layers.MaxPooling2D(pool_size=(2, 2)),
            layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),
            layers.MaxPooling2D(pool_size=(2, 2)),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )


def _prepared(images: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.expand_dims(images.astype(np.float32) / 255, -1)


def _one_hot(labels: NDArray[np.uint8]) -> NDArray[np.float64]:
    one_hot: NDArray[np.float64] = np.eye(CLASSES)[labels]
    return one_hot


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--until", type=float, default=1.0, help="share of the test digits")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--dataset", default="mnist")
    chosen = parser.parse_args()
    dataset = load_named(chosen.dataset)

    def report(epoch: dict[str, float]) -> None:
        print(json.dumps(epoch), flush=True)

    train(dataset, chosen.seed, chosen.until, chosen.epochs, report)


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    lower_priority()
    main()
