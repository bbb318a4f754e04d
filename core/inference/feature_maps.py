"""What each layer of a run's network makes of one digit: its feature maps, without TensorFlow.

LiteRT keeps all tensors of a call when it is told to. It is then slower, so predictions are made
without; one digit takes milliseconds.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.networks.architectures import INPUT_SHAPE, costs, network
from core.networks.layers import Conv2D, Dense, Layer, MaxPool2D
from core.networks.receptive_field import Span, receptive_field
from core.networks.stages import stages
from core.runs.checksums import damaged, litert_content
from core.runs.run import Run

_SHOWN = Conv2D | MaxPool2D | Dense
_OPENING = frozenset({"CONV_2D", "MAX_POOL_2D", "FULLY_CONNECTED"})
_RESHAPING = frozenset({"RESHAPE", "SHAPE", "STRIDED_SLICE", "PACK"})

Operation = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class LayerMaps:
    """What a layer, with its normalisation and activation, makes of a digit.

    `name` and `size` as in "Convolution" and "16 of 5 x 5"; `maps` (channels, height, width)
    float32, of a dense layer (units, 1, 1); `kernels` (channels, inputs, height, width) float32
    with batch normalisation worked in, None where there are none; `layers` lead from the input to
    this one.
    """

    name: str
    size: str
    maps: NDArray[np.float32]
    kernels: NDArray[np.float32] | None
    layers: tuple[Layer, ...]

    def strongest(self, channel: int) -> tuple[int, int]:
        """Return row and column of the largest value of a map."""
        row, column = np.unravel_index(int(self.maps[channel].argmax()), self.maps.shape[1:])
        return int(row), int(column)

    def looked_at(self, channel: int) -> tuple[Span, Span]:
        """Return the rows and columns of the digit that the largest value of a map depends on."""
        return receptive_field(self.layers, INPUT_SHAPE, *self.strongest(channel))

    def by_strength(self) -> list[int]:
        """Return the channels by their largest values, the strongest first."""
        order = np.argsort(-self.maps.max(axis=(1, 2)), kind="stable")
        return [int(channel) for channel in order]


class FeatureMaps:
    """A run's network opened up. Safe to call from several threads, one at a time inside."""

    def __init__(self, run: Run) -> None:
        """Load the model of `run`; raise `DigitLabError` when it is missing or damaged."""
        from ai_edge_litert.interpreter import Interpreter, OpResolverType

        self._layers = network(run.info.config)
        self._stages = stages(costs(run.info.config))
        self._lock = threading.Lock()  # an interpreter holds the tensors of one call only
        try:
            self._interpreter = Interpreter(
                model_content=litert_content(run),
                # A delegate would fuse operations and keep nothing between them.
                experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
                experimental_preserve_all_tensors=True,
            )
            (given,) = self._interpreter.get_input_details()
            self._input = int(given["index"])
            self._interpreter.resize_tensor_input(self._input, [1, *INPUT_SHAPE])
            self._interpreter.allocate_tensors()
        except (ValueError, RuntimeError) as error:
            raise damaged(run) from error

    def __call__(self, image: NDArray[np.uint8]) -> tuple[LayerMaps, ...]:
        """Return what each layer makes of `image` (28, 28) uint8, from the first to the logits.

        What only reshapes is left out. Raises `DigitLabError` when the model has other layers than
        its run says.
        """
        places = [place for place, layer in enumerate(self._layers) if isinstance(layer, _SHOWN)]
        names = [stage for stage in self._stages if stage.name != "Flatten"]
        # Nothing public tells which tensor is of which operation.
        groups = list(_by_layer(self._interpreter._get_ops_details()))
        if not len(places) == len(names) == len(groups):
            raise DigitLabError(
                "The layers of this model are not those of its run.json, so they cannot be shown."
            )
        with self._lock:
            pixels = image[np.newaxis, ..., np.newaxis].astype(np.float32)
            self._interpreter.set_tensor(self._input, pixels)
            self._interpreter.invoke()
            return tuple(
                LayerMaps(
                    stage.name,
                    stage.size,
                    _channels(self._tensor(group[-1]["outputs"][0])),
                    self._kernels(group[0]),
                    self._layers[: place + 1],
                )
                for stage, place, group in zip(names, places, groups, strict=True)
            )

    def _kernels(self, operation: Operation) -> NDArray[np.float32] | None:
        if operation["op_name"] != "CONV_2D":
            return None
        return np.moveaxis(self._tensor(operation["inputs"][1]), -1, 1)

    def _tensor(self, index: int) -> NDArray[np.float32]:
        return np.asarray(self._interpreter.get_tensor(int(index)), np.float32)


def _by_layer(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """Yield the operations of each layer: that which opens it, and what is done to its output.

    Most activations are a part of the first; GELU, for one, is several operations.
    """
    group: list[Operation] = []
    for operation in operations:
        if operation["op_name"] in _OPENING:
            if group:
                yield group
            group = [operation]
        elif group and operation["op_name"] not in _RESHAPING:
            group.append(operation)
    if group:
        yield group


def _channels(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the values for one digit as (channels, height, width)."""
    (only,) = values
    return np.moveaxis(only, -1, 0) if only.ndim == 3 else only.reshape(-1, 1, 1)
