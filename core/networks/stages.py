"""A network in few steps, to draw it: layers that only go along with another are told beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.networks.layers import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    GlobalAveragePooling2D,
    Layer,
    LayerCost,
    MaxPool2D,
    Shape,
    describe,
)

_COMPANIONS = BatchNormalization | Activation | Dropout


@dataclass(frozen=True)
class Stage:
    """A layer that changes the shape, with those that follow it and do not.

    `name` and `size` are short, as in "Convolution" and "16 x 5 x 5"; `shape` is what comes out and
    `words` are all its layers.
    """

    name: str
    size: str
    shape: Shape
    parameters: int
    words: str


def stages(costs: Iterable[LayerCost]) -> tuple[Stage, ...]:
    """Return the stages of a network from the costs of its layers."""
    groups: list[list[LayerCost]] = []
    for cost in costs:
        if groups and isinstance(cost.layer, _COMPANIONS):
            groups[-1].append(cost)
        else:
            groups.append([cost])
    return tuple(_stage(group) for group in groups)


def layer_term(layer: Layer) -> str:
    """Return the glossary's name for the kind of a layer."""
    match layer:
        case Conv2D():
            return "Convolution"
        case MaxPool2D() | GlobalAveragePooling2D():
            return "Pooling"
        case BatchNormalization():
            return "Batch normalisation"
        case Dense():
            return "Dense layer"
        case _:
            return type(layer).__name__


def _stage(group: list[LayerCost]) -> Stage:
    first, parameters = group[0], sum(cost.parameters for cost in group)
    words = "; ".join(describe(cost.layer) for cost in group)
    return Stage(_name(first.layer), _size(first.layer), group[-1].output_shape, parameters, words)


def _name(layer: Layer) -> str:
    return "Dense" if isinstance(layer, Dense) else layer_term(layer)


def _size(layer: Layer) -> str:
    match layer:
        case Conv2D(filters, kernel):
            return f"{filters} of {kernel} x {kernel}"
        case MaxPool2D(size):
            return f"{size} x {size}"
        case Dense(units):
            return f"{units} units"
        case _:
            return ""
