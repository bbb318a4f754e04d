"""The Keras models are what plain Python says they are, and the fast one equals the standard."""

from functools import partial
from typing import Any

import keras
import numpy as np
import pytest

from core.config.train_config import TrainConfig
from core.networks import layers as spec
from core.networks.architectures import ARCHITECTURES, costs, network
from core.training.engine.build import standard_model, training_model
from core.training.engine.fused import SGD, FusedAdam, FusedAdamW, FusedBatchNormalization, RMSprop

KERAS_LAYERS: dict[type, type] = {
    spec.Conv2D: keras.layers.Conv2D,
    spec.MaxPool2D: keras.layers.MaxPooling2D,
    spec.BatchNormalization: keras.layers.BatchNormalization,
    spec.Activation: keras.layers.Activation,
    spec.Dropout: keras.layers.Dropout,
    spec.Flatten: keras.layers.Flatten,
    spec.GlobalAveragePooling2D: keras.layers.GlobalAveragePooling2D,
    spec.Dense: keras.layers.Dense,
}
DIGITS = np.random.default_rng(0).integers(0, 256, (16, 28, 28, 1)).astype(np.float32)


@pytest.mark.parametrize(
    "config",
    [
        *(TrainConfig(architecture=architecture) for architecture in ARCHITECTURES),
        TrainConfig(architecture="cnn", conv_blocks=4, kernel=7, normalization="batch"),
        TrainConfig(architecture="cnn", conv_blocks=1, hidden_layers=3, activation="elu"),
        TrainConfig(architecture="dense", hidden_layers=0),
    ],
    ids=lambda config: config.network_title,
)
def test_plain_python_counts_as_keras(config: TrainConfig) -> None:
    """Kinds, shapes and parameters agree layer by layer, and the parameters in total."""
    expected = costs(config)
    for model in (
        training_model(network(config)),
        standard_model(network(config)),
    ):
        added = (keras.layers.InputLayer, keras.layers.Rescaling, keras.layers.Softmax)
        built = [layer for layer in model.layers if not isinstance(layer, added)]

        assert [KERAS_LAYERS[type(cost.layer)] for cost in expected] == [
            next(kind for kind in KERAS_LAYERS.values() if isinstance(layer, kind))
            for layer in built
        ]
        assert [cost.output_shape for cost in expected] == [
            layer.output.shape[1:] for layer in built
        ]
        assert [cost.parameters for cost in expected] == [layer.count_params() for layer in built]
        assert sum(cost.parameters for cost in expected) == model.count_params()


def test_every_kind_of_layer_is_built_as_described() -> None:
    """Layers that no architecture uses, and unusual options, agree with Keras too."""
    layers = (
        spec.Conv2D(4, 5, 3, "relu", use_bias=False, padding="valid"),
        spec.BatchNormalization(0.8),
        spec.MaxPool2D(3),
        spec.GlobalAveragePooling2D(),
        spec.Dropout(0.5),
        spec.Dense(10),
    )
    model = standard_model(layers)
    conv, normalization, _, _, dropout, _ = model.layers[2:8]

    assert [cost.output_shape for cost in spec.layer_costs(layers, (28, 28, 1))] == [
        layer.output.shape[1:] for layer in model.layers[2:8]
    ]
    assert ("relu", (3, 3)) == (conv.activation.__name__, conv.strides)
    assert (0.8, 0.5) == (normalization.momentum, dropout.rate)


def both_normalizations(**options: Any) -> list[keras.layers.BatchNormalization]:
    """The fast layer and Keras' own with the same random weights."""
    rng = np.random.default_rng(1)
    weights = [rng.uniform(0.5, 2, 5).astype(np.float32) for _ in range(4)]
    layers = [FusedBatchNormalization(**options), keras.layers.BatchNormalization(**options)]
    for layer in layers:
        layer.build((None, 6, 6, 5))
        layer.set_weights(weights)
    return layers


@pytest.mark.parametrize("training", [True, False])
def test_fused_normalization_equals_keras(training: bool) -> None:
    """Both layers give the same outputs, while training and after."""
    values = np.random.default_rng(2).normal(3, 2, (16, 6, 6, 5)).astype(np.float32)
    fused, standard = both_normalizations()

    np.testing.assert_allclose(
        standard(values, training=training), fused(values, training=training), atol=1e-4
    )


def test_fused_normalization_moves_the_averages_alike() -> None:
    """A step moves mean and variance as Keras does, but for n / (n - 1): it is the unbiased one."""
    values = np.random.default_rng(3).normal(3, 2, (4, 6, 6, 5)).astype(np.float32)
    fused, standard = both_normalizations(momentum=0.7)
    before = np.asarray(standard.moving_variance)
    for layer in (fused, standard):
        layer(values, training=True)

    np.testing.assert_allclose(standard.moving_mean, fused.moving_mean, rtol=1e-5)
    n = 4 * 6 * 6
    biased = np.asarray(standard.moving_variance) - 0.7 * before
    np.testing.assert_allclose(
        0.7 * before + biased * n / (n - 1), fused.moving_variance, rtol=1e-4
    )


def test_fused_normalization_after_training_moves_nothing() -> None:
    """Inference leaves the averages as they are."""
    fused, _ = both_normalizations()
    before = [np.array(weight) for weight in fused.get_weights()]
    fused(np.ones((2, 6, 6, 5), np.float32), training=False)

    for old, new in zip(before, fused.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize(
    ("ours", "standard"),
    [
        (FusedAdam, keras.optimizers.Adam),
        (partial(FusedAdamW, weight_decay=0.2), partial(keras.optimizers.AdamW, weight_decay=0.2)),
        (RMSprop, keras.optimizers.RMSprop),
        (SGD, keras.optimizers.SGD),
        (partial(SGD, momentum=0.9), partial(keras.optimizers.SGD, momentum=0.9)),
    ],
    ids=["Adam", "AdamW", "RMSprop", "SGD", "momentum"],
)
def test_optimizers_equal_those_of_keras(ours: Any, standard: Any) -> None:
    """After some steps of a changing rate, weights and moments are those of Keras' optimiser."""
    results = []
    for kind in (ours, standard):
        keras.utils.set_random_seed(4)
        model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()])
        model.add(keras.layers.Dense(10))
        schedule = keras.optimizers.schedules.CosineDecay(0.01, decay_steps=6)
        model.compile(kind(schedule), "mse", steps_per_execution=2)
        model.fit(DIGITS / 255, np.ones((16, 10)), batch_size=4, epochs=2, shuffle=False, verbose=0)
        results.append([np.asarray(each) for each in model.optimizer.variables + model.weights])

    for one, other in zip(*results, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)


def test_standard_model_takes_the_trained_weights() -> None:
    """After a few steps the standard model with its weights gives the same logits."""
    layers = network(TrainConfig())
    trained, standard = training_model(layers), standard_model(layers)
    trained.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    trained.fit(DIGITS, np.arange(16) % 10, batch_size=8, epochs=2, verbose=0)
    standard.set_weights(trained.get_weights())
    logits = keras.Model(standard.input, standard.get_layer("logits").output)

    np.testing.assert_allclose(
        trained(DIGITS, training=False), logits(DIGITS, training=False), atol=1e-3
    )
    np.testing.assert_allclose(np.sum(standard(DIGITS), axis=1), 1, atol=1e-5)
    assert not any(isinstance(layer, FusedBatchNormalization) for layer in standard.layers)
