"""A model that computes a batch in two halves does the same as one that does not."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from core.config.train_config import TrainConfig
from core.networks.architectures import network
from core.training.engine.build import training_model
from core.training.engine.ghost_batches import with_ghost_batches

RNG = np.random.default_rng(0)


def digits(count: int) -> np.ndarray:
    return RNG.integers(0, 256, (count, 28, 28, 1)).astype(np.float32)


def both(config: TrainConfig) -> tuple[keras.Model, keras.Model]:
    whole = training_model(network(config))
    return whole, with_ghost_batches(whole)


@pytest.mark.parametrize("count", [1, 2, 3, 8, 33])
def test_answers_are_those_of_the_whole_batch_in_its_order(count: int) -> None:
    """Also for odd batches, and for one digit alone."""
    whole, ghost_model = both(TrainConfig())
    images = digits(count)

    predictions = ghost_model(images, training=False)

    assert predictions.shape == (count, 10)
    np.testing.assert_allclose(predictions, whole(images, training=False), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("count", [1, 5, 8])
def test_gradients_without_normalisation_are_those_of_the_whole_batch(count: int) -> None:
    """Each digit counts once."""
    config = TrainConfig(architecture="cnn", dropout=0.0)
    images, labels = digits(count), RNG.integers(0, 10, count)
    gradients = []
    for model in both(config):
        with tf.GradientTape() as tape:
            logits = model(images, training=True)
            loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)(labels, logits)
        gradients.append(tape.gradient(loss, [w.value for w in model.trainable_weights]))

    for expected, found in zip(*gradients, strict=True):
        scale = float(tf.reduce_max(tf.abs(expected)))
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-4 * max(scale, 1e-6))


def test_weights_are_the_models_own_in_the_same_order() -> None:
    """So that what is saved fits the network that plain Keras knows."""
    whole, ghost_model = both(TrainConfig())

    assert [id(w) for w in ghost_model.weights] == [id(w) for w in whole.weights]
    assert [layer.name for layer in ghost_model.layers] == [layer.name for layer in whole.layers]


def test_one_digit_alone_leaves_finite_averages() -> None:
    """The last batch of an epoch may hold a single one."""
    _, ghost_model = both(TrainConfig())

    ghost_model(digits(1), training=True)

    assert all(np.isfinite(weight).all() for weight in ghost_model.get_weights())


def test_averages_move_as_far_as_in_whole_batches() -> None:
    """Of two halves that are alike, by one step of the momentum; not by two."""
    config = TrainConfig(architecture="quick_cnn", seed=1)
    weights = []
    images = np.concatenate(2 * [digits(16)])
    for halved in (False, True):
        keras.utils.set_random_seed(config.seed)
        model = training_model(network(config))
        model = with_ghost_batches(model) if halved else model
        for _ in range(3):
            model(images, training=True)
        weights.append(model.get_weights())

    for expected, found in zip(*weights, strict=True):
        # A half has the same mean; the estimate of its variance differs by 1 in its count.
        np.testing.assert_allclose(found, expected, rtol=0.01, atol=1e-5)
