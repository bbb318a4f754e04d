"""The networks one can choose from, each a function of its sizes to a tuple of layers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from core.data import CLASS_COUNT
from core.networks.layers import (
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

INPUT_SHAPE = (28, 28, 1)


class Sizes(Protocol):
    """What decides a network: its architecture and the sizes that this leaves open."""

    @property
    def architecture(self) -> str: ...
    @property
    def hidden_layers(self) -> int: ...
    @property
    def units(self) -> int: ...
    @property
    def conv_blocks(self) -> int: ...
    @property
    def filters(self) -> int: ...
    @property
    def kernel(self) -> int: ...
    @property
    def normalization(self) -> str: ...
    @property
    def activation(self) -> str: ...
    @property
    def dropout(self) -> float: ...


@dataclass(frozen=True)
class Architecture:
    """A network that can be trained.

    `hidden` gives the layers up to the features; the ten logits are always added by `network`.
    `sizes` names the settings that it leaves open.
    """

    title: str
    teaches: str
    hidden: Callable[[Sizes], tuple[Layer, ...]]
    sizes: frozenset[str] = frozenset()


def _dense(sizes: Sizes) -> tuple[Layer, ...]:
    return (Flatten(), *_hidden_layers(sizes))


def _cnn(sizes: Sizes) -> tuple[Layer, ...]:
    blocks = [layer for block in range(sizes.conv_blocks) for layer in _block(sizes, block)]
    # Without a dense layer to follow, dropout is applied to what the convolutions found.
    return (*blocks, Flatten(), *(_hidden_layers(sizes) or _dropout(sizes.dropout)))


def _block(sizes: Sizes, number: int) -> tuple[Layer, ...]:
    filters = sizes.filters * 2**number  # half the height and width, twice the channels
    if sizes.normalization == "batch":
        return (*_normalised_conv(filters, sizes.kernel, 1, sizes.activation), MaxPool2D())
    return (Conv2D(filters, sizes.kernel, activation=sizes.activation), MaxPool2D())


def _hidden_layers(sizes: Sizes) -> tuple[Layer, ...]:
    return (Dense(sizes.units, sizes.activation), *_dropout(sizes.dropout)) * sizes.hidden_layers


def _mnist_convnet(sizes: Sizes) -> tuple[Layer, ...]:
    return (
        Conv2D(32, activation="relu", padding="valid"),
        MaxPool2D(),
        Conv2D(64, activation="relu", padding="valid"),
        MaxPool2D(),
        Flatten(),
        *_dropout(sizes.dropout),
    )


def _quick_cnn(_sizes: Sizes) -> tuple[Layer, ...]:
    # A stride shrinks the picture at once, so that no work is done at 28x28, and nothing is added
    # around it: a digit of MNIST has an empty border. Filters come in sixteens, as many numbers
    # as a core computes with at a time.
    return (
        *_quick_conv(16, 5, strides=2),
        *_quick_conv(32, 3),
        MaxPool2D(),
        *_quick_conv(64, 3),
        Flatten(),
    )


def _quick_conv(filters: int, kernel: int, strides: int = 1) -> tuple[Layer, ...]:
    conv = Conv2D(filters, kernel, strides, use_bias=False, padding="valid")
    # Averages over about five steps: those of the first ones must be gone when a training has few.
    return (conv, BatchNormalization(momentum=0.8), Activation("relu"))


def _fast_cnn(_sizes: Sizes) -> tuple[Layer, ...]:
    stages = ((16, 5, 2), (32, 3, 1), (32, 3, 2), (48, 3, 1))
    return (*_blocks(stages), Flatten())


def _deep_cnn(sizes: Sizes) -> tuple[Layer, ...]:
    first = ((48, 5, 2), (64, 3, 1), (64, 3, 1))
    second = ((128, 3, 1), (128, 3, 1), (128, 3, 1))
    return (*_blocks(first), MaxPool2D(), *_blocks(second), Flatten(), *_dropout(sizes.dropout))


def _blocks(stages: tuple[tuple[int, int, int], ...]) -> tuple[Layer, ...]:
    return tuple(layer for stage in stages for layer in _normalised_conv(*stage))


def _normalised_conv(
    filters: int, kernel: int, strides: int, activation: str = "relu"
) -> tuple[Layer, ...]:
    # The normalisation that follows has a shift of its own: a bias before it would do nothing.
    conv = Conv2D(filters, kernel, strides, use_bias=False)
    return (conv, BatchNormalization(), Activation(activation))


def _dropout(rate: float) -> tuple[Layer, ...]:
    return (Dropout(rate),) if rate else ()


_DENSE_SIZES = frozenset({"hidden_layers", "units", "activation", "dropout"})

ARCHITECTURES: dict[str, Architecture] = {
    "dense": Architecture(
        "Dense network",
        "Layers in which every unit sees every pixel, blind to which pixels are neighbours. "
        "Without a hidden layer it is softmax regression.",
        _dense,
        _DENSE_SIZES,
    ),
    "cnn": Architecture(
        "Convolutional network",
        "Convolutions look for the same small shapes everywhere; pooling keeps the strongest.",
        _cnn,
        _DENSE_SIZES | {"conv_blocks", "filters", "kernel", "normalization"},
    ),
    "mnist_convnet": Architecture(
        "Keras' mnist_convnet",
        "The network of Keras' own MNIST example: two convolutions, pooling and dropout.",
        _mnist_convnet,
        frozenset({"dropout"}),
    ),
    "quick_cnn": Architecture(
        "Fast CNN",
        "Three convolutions with batch normalisation that shrink the picture quickly: over 99 % "
        "in seconds.",
        _quick_cnn,
    ),
    "fast_cnn": Architecture(
        "Fast CNN, first version",
        "Four convolutions that keep the digit's empty border: a little better, at three times "
        "the work.",
        _fast_cnn,
    ),
    "deep_cnn": Architecture(
        "Deep CNN",
        "Six normalised convolutions: room for many forms of each digit, at minutes an epoch.",
        _deep_cnn,
        frozenset({"dropout"}),
    ),
}

_DENSE_TITLES = ("Softmax regression", "One hidden layer", "Two hidden layers")


def network(sizes: Sizes) -> tuple[Layer, ...]:
    """Return all layers of a network, the ten logits last."""
    return (*ARCHITECTURES[sizes.architecture].hidden(sizes), Dense(CLASS_COUNT))


def costs(sizes: Sizes) -> tuple[LayerCost, ...]:
    """Return shape, parameters and multiply-adds of each layer of a network."""
    return layer_costs(network(sizes), INPUT_SHAPE)


def network_title(sizes: Sizes) -> str:
    """Return a short name for people, as in "Two hidden layers"."""
    match sizes.architecture:
        case "dense" if sizes.hidden_layers < len(_DENSE_TITLES):
            return _DENSE_TITLES[sizes.hidden_layers]
        case "dense":
            return f"{sizes.hidden_layers} hidden layers"
        case "cnn":
            return f"CNN of {sizes.conv_blocks} block{'s' if sizes.conv_blocks > 1 else ''}"
        case architecture:
            return ARCHITECTURES[architecture].title
