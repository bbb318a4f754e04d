"""Feature maps of one digit as pictures: tiles of a gallery, one large, what it looked at."""

from math import ceil

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data import IMAGE_SIZE
from core.figures.montage import enlarged
from core.inference.layer_maps import LayerMaps

_FACTOR = 10  # pixels of a picture for each of the digit's
_LINE = 3
_FRAME_COLOUR = (255, 169, 14)
_UNIT_COLUMNS = 16


def map_tiles(layer: LayerMaps) -> NDArray[np.uint8]:
    """Return all maps of a layer as tiles (channels, 28, 28), white where the layer says most."""
    size = (IMAGE_SIZE, IMAGE_SIZE)
    grey = _grey(layer.maps)
    return np.stack([cv2.resize(one, size, interpolation=cv2.INTER_NEAREST) for one in grey])


def large_map(layer: LayerMaps, channel: int) -> NDArray[np.uint8]:
    """Return one map, (280, 280) at least, its pixels as hard squares."""
    chosen = _grey(layer.maps)[channel]
    return enlarged(chosen, ceil(_FACTOR * IMAGE_SIZE / max(chosen.shape)))


def units_picture(layer: LayerMaps) -> NDArray[np.uint8]:
    """Return the units of a dense layer in rows of at most 16, each a square in grey."""
    values = _grey(layer.maps).ravel()
    columns = len(values) // 2 if len(values) <= _UNIT_COLUMNS else _UNIT_COLUMNS
    rows = np.zeros((ceil(len(values) / columns), columns), np.uint8)
    rows.ravel()[: len(values)] = values
    return enlarged(rows, _FACTOR)


def looked_at(image: NDArray[np.uint8], layer: LayerMaps, channel: int) -> NDArray[np.uint8]:
    """Return a digit as RGB (280, 280, 3), framed what a map's largest value depends on."""
    (top, bottom), (left, right) = layer.looked_at(channel)
    grey = enlarged(image, _FACTOR)
    picture = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    first = (left * _FACTOR + 1, top * _FACTOR + 1)
    last = (right * _FACTOR - 2, bottom * _FACTOR - 2)
    return np.asarray(cv2.rectangle(picture, first, last, _FRAME_COLOUR, _LINE), np.uint8)


def _grey(maps: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return maps as greys: black is the layer's least value, or 0, and white its largest."""
    least = min(0.0, float(maps.min()))
    room = max(float(maps.max()) - least, 1e-9)
    return np.asarray(np.rint((maps - least) * (255 / room)), np.uint8)
