"""What the network is found to make of the validation digits is what Keras would find."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.networks.architectures import network
from core.training.engine.build import training_model
from core.training.engine.fit import compiled_model
from core.training.engine.ghost_batches import with_ghost_batches
from core.training.engine.validation import Validate


def validated(model: Any, offline: Dataset, indices: np.ndarray, config: TrainConfig) -> Validate:
    validation = Validate(offline.train, indices, config)
    validation.set_model(model)
    validation.on_train_begin()
    return validation


@pytest.mark.parametrize("count", [1, 3, 500, 501, 1433])
@pytest.mark.parametrize("loss", ["sparse", "mse"])
def test_figures_are_those_of_keras(count: int, loss: str, offline: Dataset) -> None:
    """Loss and accuracy of any number of digits, also where it makes more than one batch."""
    config = TrainConfig(architecture="dense", loss=loss)
    model, _ = compiled_model(config, 1)
    indices = np.random.default_rng(count).permutation(len(offline.train))[:count]
    validation = validated(model, offline, indices, config)
    logs: dict[str, float] = {}

    validation.on_epoch_end(0, logs)

    images = offline.train.images[indices, ..., np.newaxis].astype(np.float32)
    labels = offline.train.labels[indices].astype(np.int32)
    expected = model.evaluate(images, labels, batch_size=100, verbose=0, return_dict=True)
    assert logs["val_loss"] == pytest.approx(expected["loss"], rel=1e-4)
    assert logs["val_accuracy"] == pytest.approx(expected["accuracy"], abs=1e-6)
    assert validation.confusion.sum() == count
    assert validation.confusion.trace() == round(logs["val_accuracy"] * count)
    assert validation.predictions.tolist() == model.predict(images, verbose=0).argmax(1).tolist()


def test_the_weights_of_now_are_asked(offline: Dataset) -> None:
    """The question is built once; the answer follows the weights."""
    config = TrainConfig(architecture="dense", hidden_layers=0)
    model = with_ghost_batches(training_model(network(config)))
    validation = validated(model, offline, np.arange(10), config)
    before = validation.ask(offline.train.images[:10])
    model.set_weights([2 * weight for weight in model.get_weights()])

    np.testing.assert_allclose(validation.ask(offline.train.images[:10]), 2 * before, rtol=1e-4)


def test_no_digit_is_no_eleventh_class(offline: Dataset) -> None:
    """Where the eleventh logit is the highest, the most probable of the ten counts, as in the
    result of the training and in every evaluation."""
    labels = offline.train.labels[:7]
    logits = np.hstack([np.eye(10, dtype=np.float32)[labels], np.full((7, 1), 5, np.float32)])
    model = SimpleNamespace(whole=lambda images: tf.constant(logits))
    validation = validated(model, offline, np.arange(7), TrainConfig())
    logs: dict[str, float] = {}
    validation.on_epoch_end(0, logs)

    assert 1 == logs["val_accuracy"]
    assert labels.tolist() == validation.predictions.tolist()
    assert 7 == validation.confusion.trace()
