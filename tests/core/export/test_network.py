"""The network of a script is the run's: the same layers, shapes, parameters and first weights."""

from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings

from core.config.choices import LOSSES, OPTIMIZERS, OUTPUTS
from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.data import CLASS_COUNT
from core.export import script
from core.networks.architectures import ARCHITECTURES, costs, network
from core.training.engine.build import standard_model, training_model
from core.training.engine.optimizers import learning_rate, optimizer
from tests.core.config.test_train_config import CONFIGS
from tests.core.export.made import executed, made


def model_in_script(config: TrainConfig) -> keras.Model:
    """The model as the script's section makes it."""
    return executed(made(config), "The network", SEED=config.seed)["model"]


def without_name(layer: keras.Layer) -> dict[str, Any]:
    return {key: value for key, value in layer.get_config().items() if key not in ("name", "seed")}


def check(config: TrainConfig) -> None:
    """The script's layers are those of the engine and of the table of costs."""
    scaled, *layers = model_in_script(config).layers
    _, same, *expected = standard_model(network(config), config.output).layers
    *hidden, _logits, answers = expected

    assert without_name(scaled) == without_name(same)
    for cost, layer in zip(costs(config), layers, strict=True):
        assert (None, *cost.output_shape) == tuple(layer.output.shape)
        assert cost.parameters == layer.count_params()
    for layer, other in zip(layers[:-1], hidden, strict=True):
        assert type(layer) is type(other)
        assert without_name(layer) == without_name(other)
    assert (CLASS_COUNT, config.output) == (layers[-1].units, layers[-1].activation.__name__)
    assert isinstance(answers, keras.layers.Softmax) == (config.output == "softmax")


@pytest.mark.parametrize("name", PRESETS)
def test_preset(name: str) -> None:
    """Each preset's script has exactly its layers."""
    check(PRESETS[name].config)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_architecture(architecture: str) -> None:
    """Each architecture's script has exactly its layers."""
    check(TrainConfig(architecture=architecture))


@given(CONFIGS)
@settings(max_examples=12)
def test_any_configuration(config: TrainConfig) -> None:
    """Any configuration's script has exactly its layers."""
    check(config)


@pytest.mark.parametrize("name", ["two_small_sigmoid", "cnn_dropout", "fast"])
def test_first_weights(name: str) -> None:
    """With the run's seed the script starts from the run's first weights."""
    config = PRESETS[name].config
    keras.utils.set_random_seed(config.seed)
    expected = training_model(network(config)).get_weights()

    for weights, same in zip(expected, model_in_script(config).get_weights(), strict=True):
        np.testing.assert_array_equal(weights, same)


def of_keras(optimizer: keras.optimizers.Optimizer) -> type:
    """The class of Keras that an optimiser is or is made of."""
    return next(kind for kind in type(optimizer).__mro__ if kind.__module__.startswith("keras"))


@pytest.mark.parametrize("schedule", ["constant", "cosine", "one_cycle"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizer(name: str, schedule: str) -> None:
    """Optimiser, its numbers and its learning rate at each step are the run's."""
    config = TrainConfig(optimizer=name, schedule=schedule, epochs=3, batch_size=64)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    known = {name.upper(): value for name, value in config.to_dict().items()}
    executed(
        made(config),
        "Loss, optimiser and learning rate",
        model=model,
        x_training=np.zeros(200),
        **known,
    )
    expected = optimizer(config, learning_rate(config, total_steps=12))
    found = model.optimizer

    assert of_keras(expected) is of_keras(found)
    rates = ("name", "learning_rate")
    assert {k: v for k, v in expected.get_config().items() if k not in rates} == {
        k: v for k, v in found.get_config().items() if k not in rates
    }
    for _ in range(12):
        assert float(expected.learning_rate) == pytest.approx(float(found.learning_rate))
        for each in (expected, found):
            each.iterations.assign_add(1)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("output", OUTPUTS)
def test_loss_is_written_as_in_tutorials(loss: str, output: str) -> None:
    """Each loss is written by its Keras name, with one-hot labels unless they are integers."""
    config = TrainConfig(loss=loss, output="sigmoid" if loss == "binary" else output)
    code = script(made(config))
    written = {
        "sparse": "sparse_categorical_crossentropy",
        "categorical": "categorical_crossentropy",
        "binary": "binary_crossentropy",
        "mse": "mean_squared_error",
    }

    assert f'    loss="{written[loss]}",\n' in code
    assert (loss != "sparse") == ("keras.utils.to_categorical(y_training, 10)" in code)
