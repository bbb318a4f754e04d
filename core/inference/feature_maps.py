"""What each layer of a run's network makes of one digit: its feature maps, without TensorFlow.

LiteRT keeps all tensors of a call when it is told to. It is then slower, so predictions are made
without; one digit takes milliseconds.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.inference.input_gradient import input_gradient
from core.inference.layer_maps import LayerMaps
from core.networks.architectures import INPUT_SHAPE, costs, network
from core.networks.layers import Activation, Conv2D, Dense, MaxPool2D
from core.networks.stages import stages
from core.runs.checksums import damaged, litert_content
from core.runs.run import Run

_SHOWN = Conv2D | MaxPool2D | Dense
_OPENING = frozenset({"CONV_2D", "MAX_POOL_2D", "FULLY_CONNECTED"})
_RESHAPING = frozenset({"RESHAPE", "SHAPE", "STRIDED_SLICE", "PACK"})

Operation = Mapping[str, Any]


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
            # Nothing public tells which tensor is of which operation.
            self._operations: list[Operation] = self._interpreter._get_ops_details()
        except (ValueError, RuntimeError) as error:
            raise damaged(run) from error

    def __call__(self, image: NDArray[np.uint8] | NDArray[np.float32]) -> tuple[LayerMaps, ...]:
        """Return what each layer makes of `image` (28, 28), from the first to the logits.

        What only reshapes is left out. Raises `DigitLabError` when the model has other layers than
        its run says.
        """
        places = [place for place, layer in enumerate(self._layers) if isinstance(layer, _SHOWN)]
        names = [stage for stage in self._stages if stage.name != "Flatten"]
        groups = list(_by_layer(self._operations))
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

    def gradient(self, image: NDArray[np.float32], target: int) -> NDArray[np.float64] | None:
        """Return the slope of the logit of `target` by each pixel of `image` (28, 28), 0..255.

        None for a network with other parts than convolutions, ReLU, max pooling and dense layers.
        """
        return input_gradient(self(image), target) if self._is_rectified() else None

    def _is_rectified(self) -> bool:
        """Tell whether the network is piecewise linear in a way that `input_gradient` knows.

        What is done to an output besides ReLU, and to the pixels before the first convolution, is
        an operation of its own.
        """
        names = [operation["op_name"] for operation in self._operations]
        activations = {
            layer.function if isinstance(layer, Activation) else layer.activation
            for layer in self._layers
            if isinstance(layer, Activation | Conv2D | Dense)
        }
        known = set(names) <= _OPENING | _RESHAPING and activations <= {"relu", None}
        return known and names[0] == "CONV_2D"

    def _kernels(self, operation: Operation) -> NDArray[np.float32] | None:
        if operation["op_name"] == "MAX_POOL_2D":
            return None
        weights = self._tensor(operation["inputs"][1])
        return np.moveaxis(weights, -1, 1) if weights.ndim == 4 else weights[..., None, None]

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
