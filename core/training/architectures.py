"""The networks one can choose from, each a function of its dropout to a tuple of layers."""

from collections.abc import Callable
from dataclasses import dataclass

from core.training.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    Layer,
    LayerCost,
    MaxPool2D,
    layer_costs,
)

CLASSES = 10
INPUT_SHAPE = (28, 28, 1)


@dataclass(frozen=True)
class Architecture:
    """A network that can be trained.

    `hidden` gives the layers up to the features; the ten logits are always added by `network`.
    `uses_dropout` says whether the dropout setting has any effect.
    """

    title: str
    teaches: str
    hidden: Callable[[float], tuple[Layer, ...]]
    uses_dropout: bool = False


def _softmax_regression(_dropout: float) -> tuple[Layer, ...]:
    return (Flatten(),)


def _one_hidden_layer(dropout: float) -> tuple[Layer, ...]:
    return (Flatten(), Dense(128, "relu"), Dropout(dropout))


def _two_hidden_layers(dropout: float) -> tuple[Layer, ...]:
    return (Flatten(), Dense(128, "relu"), Dropout(dropout), Dense(128, "relu"), Dropout(dropout))


def _cnn(dropout: float) -> tuple[Layer, ...]:
    return (
        Conv2D(32, activation="relu"),
        MaxPool2D(),
        Conv2D(64, activation="relu"),
        MaxPool2D(),
        Flatten(),
        Dropout(dropout),
    )


def _fast_cnn(_dropout: float) -> tuple[Layer, ...]:
    # Strided convolutions shrink the picture early, so almost no work is done at 28x28.
    stages = ((16, 5, 2), (32, 3, 1), (32, 3, 2), (48, 3, 1))
    return (*_blocks(stages), Flatten())


def _deep_cnn(dropout: float) -> tuple[Layer, ...]:
    first = ((32, 5, 2), (64, 3, 1), (64, 3, 1))
    second = ((96, 3, 1), (96, 3, 1), (96, 3, 1))
    return (*_blocks(first), MaxPool2D(), *_blocks(second), Flatten(), Dropout(dropout))


def _blocks(stages: tuple[tuple[int, int, int], ...]) -> tuple[Layer, ...]:
    return tuple(layer for stage in stages for layer in _normalised_conv(*stage))


def _normalised_conv(filters: int, kernel: int, strides: int) -> tuple[Layer, ...]:
    # The normalisation that follows has a shift of its own: a bias before it would do nothing.
    conv = Conv2D(filters, kernel, strides, use_bias=False)
    return (conv, BatchNormalization(), Activation("relu"))


ARCHITECTURES: dict[str, Architecture] = {
    "softmax": Architecture(
        "Softmax regression",
        "No hidden layer: each class weighs every pixel once. The baseline to beat.",
        _softmax_regression,
    ),
    "dense1": Architecture(
        "One hidden layer",
        "128 units between pixels and classes: what a first non-linear step brings.",
        _one_hidden_layer,
        uses_dropout=True,
    ),
    "dense2": Architecture(
        "Two hidden layers",
        "128 and 128 units: more depth, but still blind to which pixels are neighbours.",
        _two_hidden_layers,
        uses_dropout=True,
    ),
    "cnn": Architecture(
        "CNN with dropout",
        "Two convolutions with pooling look at neighbouring pixels; dropout keeps it from "
        "learning by heart.",
        _cnn,
        uses_dropout=True,
    ),
    "fast_cnn": Architecture(
        "Fast CNN",
        "Strided convolutions with batch normalisation: over 99 % in seconds.",
        _fast_cnn,
    ),
    "deep_cnn": Architecture(
        "Deep CNN",
        "Six normalised convolutions: room for many forms of each digit, at minutes an epoch.",
        _deep_cnn,
        uses_dropout=True,
    ),
}


def network(architecture: str, dropout: float) -> tuple[Layer, ...]:
    """Return all layers of an architecture, the ten logits last."""
    return (*ARCHITECTURES[architecture].hidden(dropout), Dense(CLASSES))


def costs(architecture: str, dropout: float) -> tuple[LayerCost, ...]:
    """Return shape, parameters and multiply-adds of each layer of an architecture."""
    return layer_costs(network(architecture, dropout), INPUT_SHAPE)
