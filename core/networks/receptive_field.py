"""Which pixels of the input a value within a network depends on."""

from collections.abc import Sequence

from core.networks.layers import Conv2D, Layer, MaxPool2D, Shape, output_shape

Span = tuple[int, int]
"""From the first to behind the last, along one axis."""


def receptive_field(
    layers: Sequence[Layer], input_shape: Shape, row: int, column: int
) -> tuple[Span, Span]:
    """Return the rows and columns of the input that a value at (row, column) depends on.

    `layers` lead from the input of (height, width, channels) to the value; a layer without a place
    among them, such as a dense one, sees all of the input.
    """
    shapes = [input_shape]
    for layer in layers:
        shapes.append(output_shape(layer, shapes[-1]))
    if any(len(shape) < 3 for shape in shapes):
        return (0, input_shape[0]), (0, input_shape[1])
    rows, columns = (row, row + 1), (column, column + 1)
    for layer, before, after in reversed(list(zip(layers, shapes, shapes[1:], strict=False))):
        rows = _seen(layer, rows, before[0], after[0])
        columns = _seen(layer, columns, before[1], after[1])
    return rows, columns


def _seen(layer: Layer, span: Span, before: int, after: int) -> Span:
    """Return what a layer looks at, of a side `before` pixels long, for a span of its output."""
    if isinstance(layer, Conv2D):
        kernel, stride, padded = layer.kernel, layer.strides, layer.padding == "same"
    elif isinstance(layer, MaxPool2D):
        kernel, stride, padded = layer.size, layer.size, False
    else:
        return span
    # TensorFlow pads as little as it can, the odd pixel at the end.
    missing = max((after - 1) * stride + kernel - before, 0) if padded else 0
    start, end = span[0] * stride, (span[1] - 1) * stride + kernel
    return max(0, start - missing // 2), min(before, end - missing // 2)
