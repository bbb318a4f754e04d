"""How a logit changes with each pixel, by the chain rule, backwards through the layers.

For networks of convolutions, ReLU, max pooling and dense layers, whose maps are known. So no page
needs TensorFlow for a gradient.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.inference.layer_maps import LayerMaps
from core.networks.architectures import INPUT_SHAPE
from core.networks.layers import Conv2D, MaxPool2D

Values = NDArray[np.float32]
"""(channels, height, width)."""


def input_gradient(layers: Sequence[LayerMaps], target: int) -> NDArray[np.float64]:
    """Return the slope of the logit of `target`, by each pixel of the digit: (28, 28).

    `layers` are the maps of that digit, the logits last and without an activation.
    """
    *hidden, logits = layers
    slopes = np.zeros_like(logits.maps)
    slopes[target] = 1
    shapes = [(INPUT_SHAPE[2], *INPUT_SHAPE[:2]), *(layer.maps.shape for layer in hidden)]
    befores = [None, *(layer.maps for layer in hidden)]
    for layer, before, shape in zip(
        reversed(layers), reversed(befores), reversed(shapes), strict=True
    ):
        if layer is not logits:
            slopes = slopes * (layer.maps > 0)  # of pooled maps, the ReLU is before the pooling
        slopes = _through(layer, before, shape, slopes)
    return np.asarray(slopes[0], np.float64)


def _through(
    layer: LayerMaps, before: Values | None, shape: tuple[int, ...], slopes: Values
) -> Values:
    """Return the slopes by what a layer was given, of `shape`, from those by its maps."""
    opening = layer.layers[-1]
    if isinstance(opening, Conv2D):
        assert layer.kernels is not None
        return _through_convolution(opening, layer.kernels, shape, slopes)
    if isinstance(opening, MaxPool2D):
        assert before is not None
        return _through_pooling(opening.size, before, layer.maps, slopes)
    assert layer.kernels is not None
    flat = slopes[:, 0, 0] @ layer.kernels[:, :, 0, 0]
    channels, height, width = shape  # of pixels a dense layer is given all channels together
    return np.moveaxis(flat.reshape(height, width, channels), -1, 0)


def _through_convolution(
    conv: Conv2D, kernels: Values, shape: tuple[int, ...], slopes: Values
) -> Values:
    channels, height, width = shape
    stride, (_, rows, columns) = conv.strides, slopes.shape
    down, across = (
        max((after - 1) * stride + conv.kernel - before, 0) if conv.padding == "same" else 0
        for after, before in ((rows, height), (columns, width))
    )
    padded = np.zeros((channels, height + down, width + across), np.float32)
    flat = slopes.reshape(len(slopes), -1)
    for y in range(conv.kernel):
        for x in range(conv.kernel):
            moved = (kernels[:, :, y, x].T @ flat).reshape(channels, rows, columns)
            padded[:, y : y + rows * stride : stride, x : x + columns * stride : stride] += moved
    top, left = down // 2, across // 2
    return padded[:, top : top + height, left : left + width]


def _through_pooling(size: int, before: Values, pooled: Values, slopes: Values) -> Values:
    """Return the slopes at the largest value of each square, shared where it is there twice."""
    rows, columns = (size * side for side in pooled.shape[1:])
    largest = pooled.repeat(size, axis=1).repeat(size, axis=2)
    is_largest = before[:, :rows, :columns] == largest
    counts = is_largest.reshape(len(pooled), rows // size, size, -1, size).sum(axis=(2, 4))
    shares = (slopes / counts).repeat(size, axis=1).repeat(size, axis=2)
    by_value = np.zeros_like(before)
    by_value[:, :rows, :columns] = shares * is_largest
    return by_value
