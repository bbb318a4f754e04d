"""What plain Python says of a network: hand-checked figures and words."""

from dataclasses import replace

import pytest

from core.config.train_config import TrainConfig
from core.networks.architectures import ARCHITECTURES, costs, network, network_title
from core.networks.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    LayerCost,
    MaxPool2D,
    Shape,
    describe,
    layer_costs,
)


@pytest.mark.parametrize(
    ("layer", "shape", "output_shape", "parameters", "multiply_adds"),
    [
        # 14 * 14 places, each with 32 filters of 3 * 3 * 16 weights
        (Conv2D(32), (14, 14, 16), (14, 14, 32), 9 * 16 * 32 + 32, 14 * 14 * 32 * 9 * 16),
        # stride 2 on 7 rows gives 4; no bias
        (Conv2D(8, 5, 2, use_bias=False), (7, 7, 3), (4, 4, 8), 600, 4 * 4 * 8 * 75),
        # without padding 28 rows leave 26
        (Conv2D(4, padding="valid"), (28, 28, 1), (26, 26, 4), 40, 26 * 26 * 4 * 9),
        (Dense(10), (784,), (10,), 7850, 7840),
        (MaxPool2D(), (7, 7, 4), (3, 3, 4), 0, 0),
        (BatchNormalization(), (7, 7, 4), (7, 7, 4), 16, 0),
        (Activation("relu"), (7, 7, 4), (7, 7, 4), 0, 0),
        (Dropout(0.5), (7, 7, 4), (7, 7, 4), 0, 0),
        (Flatten(), (7, 7, 4), (196,), 0, 0),
        (GlobalAveragePooling2D(), (7, 7, 4), (4,), 0, 0),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, tuple | int) else "",
)
def test_cost_of_a_layer(
    layer: Layer, shape: Shape, output_shape: Shape, parameters: int, multiply_adds: int
) -> None:
    """Shape, parameters and multiply-adds, counted by hand."""
    expected = (LayerCost(layer, output_shape, parameters, multiply_adds),)

    assert expected == layer_costs((layer,), shape)


def test_softmax_regression_is_counted_whole() -> None:
    """784 pixels, ten classes: 7,850 parameters and 7,840 multiply-adds."""
    total = costs(TrainConfig(architecture="dense", hidden_layers=0))

    assert sum(cost.parameters for cost in total) == 7850
    assert sum(cost.multiply_adds for cost in total) == 7840


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_architecture(architecture: str) -> None:
    """Every architecture explains itself, ends in ten logits, and each size that it leaves open
    changes its layers while no other does."""
    chosen = ARCHITECTURES[architecture]

    assert chosen.title.strip()
    assert chosen.teaches.strip()
    usual = TrainConfig(architecture=architecture)
    assert Dense(10) == network(usual)[-1]
    changed = {
        "hidden_layers": 2,
        "units": 50,
        "conv_blocks": 3,
        "filters": 8,
        "kernel": 5,
        "normalization": "batch",
        "activation": "tanh",
        "dropout": 0.3,
    }
    for name, value in changed.items():
        other = network(replace(usual, **{name: value}))
        assert (name in chosen.sizes) == (other != network(usual))


def test_names_of_networks() -> None:
    """A network is called by what it is, not by the name of its settings."""
    titles = [network_title(TrainConfig(architecture="dense", hidden_layers=n)) for n in range(4)]
    assert ["Softmax regression", "One hidden layer", "Two hidden layers", "3 hidden layers"] == (
        titles
    )
    assert "CNN of 1 block" == network_title(TrainConfig(architecture="cnn", conv_blocks=1))
    assert "CNN of 3 blocks" == network_title(TrainConfig(architecture="cnn", conv_blocks=3))
    assert "Fast CNN" == network_title(TrainConfig())


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (Conv2D(32), "Convolution 3 x 3, 32 filters"),
        (Conv2D(16, 5, 2, "relu"), "Convolution 5 x 5, 16 filters, stride 2, relu"),
        (MaxPool2D(3), "Max pooling 3 x 3"),
        (BatchNormalization(), "Batch normalisation"),
        (Activation("relu"), "Activation relu"),
        (Dropout(0.25), "Dropout 25%"),
        (Flatten(), "Flatten"),
        (GlobalAveragePooling2D(), "Global average pooling"),
        (Dense(10), "Dense, 10 units"),
        (Dense(128, "relu"), "Dense, 128 units, relu"),
    ],
    ids=repr,
)
def test_layer_in_words(layer: Layer, expected: str) -> None:
    """Each kind of layer is described with what was chosen for it, and no more."""
    assert expected == describe(layer)
