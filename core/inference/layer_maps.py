"""What one layer of a network makes of a digit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.networks.architectures import INPUT_SHAPE
from core.networks.layers import Layer
from core.networks.receptive_field import Span, receptive_field


@dataclass(frozen=True, eq=False)
class LayerMaps:
    """What a layer, with its normalisation and activation, makes of a digit.

    `name` and `size` as in "Convolution" and "16 of 5 x 5"; `maps` (channels, height, width)
    float32, of a dense layer (units, 1, 1); `kernels` (channels, inputs, height, width) float32
    with batch normalisation worked in, of a dense layer (units, inputs, 1, 1), None where there
    are none; `layers` lead from the input to this one.
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
