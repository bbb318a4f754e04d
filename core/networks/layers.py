"""Layers as data: what a network is made of, its shapes, parameters and multiply-adds.

Nothing here needs TensorFlow, so a page can show a network's table while sliders move;
`core.training.engine.build` makes the Keras layers from the same specifications.
"""

from dataclasses import dataclass
from math import ceil, prod
from typing import assert_never

Shape = tuple[int, ...]  # without the batch: (height, width, channels) or (units,)


@dataclass(frozen=True)
class Conv2D:
    """A square convolution; `padding` is "same" or "valid", as in Keras."""

    filters: int
    kernel: int = 3
    strides: int = 1
    activation: str | None = None
    use_bias: bool = True
    padding: str = "same"


@dataclass(frozen=True)
class MaxPool2D:
    """The largest value of each `size` x `size` square."""

    size: int = 2


@dataclass(frozen=True)
class BatchNormalization:
    """Each channel brought to mean 0 and variance 1, then scaled and shifted as learned."""

    momentum: float = 0.9


@dataclass(frozen=True)
class Activation:
    """An element-wise function such as "relu"."""

    function: str


@dataclass(frozen=True)
class Dropout:
    """A share `rate` of the values set to zero while training."""

    rate: float


@dataclass(frozen=True)
class Flatten:
    """All values in one row."""


@dataclass(frozen=True)
class GlobalAveragePooling2D:
    """The mean of each channel."""


@dataclass(frozen=True)
class Dense:
    """Every input connected with every unit."""

    units: int
    activation: str | None = None


Layer = (
    Conv2D
    | MaxPool2D
    | BatchNormalization
    | Activation
    | Dropout
    | Flatten
    | GlobalAveragePooling2D
    | Dense
)


@dataclass(frozen=True)
class LayerCost:
    """One layer in its place: what comes out of it and what it costs for one digit."""

    layer: Layer
    output_shape: Shape
    parameters: int
    multiply_adds: int


def layer_costs(layers: tuple[Layer, ...], input_shape: Shape) -> tuple[LayerCost, ...]:
    """Return the cost of each layer of a network for one input of `input_shape`."""
    costs = []
    shape = input_shape
    for layer in layers:
        out = output_shape(layer, shape)
        cost = LayerCost(layer, out, parameters(layer, shape), multiply_adds(layer, shape))
        costs.append(cost)
        shape = out
    return tuple(costs)


def output_shape(layer: Layer, shape: Shape) -> Shape:
    """Return the shape that `layer` makes of `shape`."""
    match layer:
        case Conv2D(filters, kernel, strides, padding=padding):
            lost = kernel - 1 if padding == "valid" else 0
            return (*(ceil((side - lost) / strides) for side in shape[:2]), filters)
        case MaxPool2D(size=size):
            return (shape[0] // size, shape[1] // size, shape[2])
        case BatchNormalization() | Activation() | Dropout():
            return shape
        case Flatten():
            return (prod(shape),)
        case GlobalAveragePooling2D():
            return (shape[-1],)
        case Dense(units=units):
            return (units,)
        case _:
            assert_never(layer)


def parameters(layer: Layer, shape: Shape) -> int:
    """Return the number of weights of `layer` on an input of `shape`, moving averages included."""
    match layer:
        case Conv2D(filters=filters, kernel=kernel, use_bias=use_bias):
            return kernel * kernel * shape[-1] * filters + (filters if use_bias else 0)
        case BatchNormalization():
            return 4 * shape[-1]
        case Dense(units=units):
            return (shape[0] + 1) * units
        case _:
            return 0


def multiply_adds(layer: Layer, shape: Shape) -> int:
    """Return the multiply-adds of `layer` for one input of `shape`; small ones count as none."""
    match layer:
        case Conv2D(kernel=kernel):
            return prod(output_shape(layer, shape)) * kernel * kernel * shape[-1]
        case Dense(units=units):
            return shape[0] * units
        case _:
            return 0


def describe(layer: Layer) -> str:
    """Return a layer in words, as in "Convolution 3 x 3, 32 filters, relu"."""
    match layer:
        case Conv2D(filters, kernel, strides, activation):
            stride = f"stride {strides}" if strides > 1 else None
            return _listed(
                f"Convolution {kernel} x {kernel}", f"{filters} filters", stride, activation
            )
        case MaxPool2D(size):
            return f"Max pooling {size} x {size}"
        case BatchNormalization():
            return "Batch normalisation"
        case Activation(function):
            return f"Activation {function}"
        case Dropout(rate):
            return f"Dropout {rate:.0%}"
        case Flatten():
            return "Flatten"
        case GlobalAveragePooling2D():
            return "Global average pooling"
        case Dense(units, activation):
            return _listed("Dense", f"{units} units", activation)
        case _:
            assert_never(layer)


def _listed(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
