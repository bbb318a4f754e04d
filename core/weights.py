"""First-layer weights as one picture: what each unit looks for."""

from math import ceil

import numpy as np
from numpy.typing import NDArray

_COLUMNS = 8
_GAP = 1
_NEGATIVE, _ZERO, _POSITIVE = np.array([[47, 111, 208], [244, 246, 249], [200, 80, 10]], float)


def weights_picture(weights: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return `weights` (k, h, w), k >= 1, in a grid of eight columns, as RGB (rows, columns, 3).

    Each is scaled by its own largest absolute value: blue is against ink there, orange for it,
    nearly white indifferent, like the gap of one pixel between two.
    """
    count, height, width = weights.shape
    columns = min(_COLUMNS, count)
    rows = ceil(count / columns)
    grid = np.zeros((rows * (height + _GAP) - _GAP, columns * (width + _GAP) - _GAP))
    for number, picture in enumerate(np.nan_to_num(weights.astype(float))):
        top, left = (
            place * (side + _GAP)
            for place, side in zip(divmod(number, columns), (height, width), strict=True)
        )
        largest = np.abs(picture).max()
        grid[top : top + height, left : left + width] = picture / largest if largest else 0.0
    return _coloured(grid)


def _coloured(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    # Straight lines between the three colours, from -1 over 0 to 1.
    strength = np.abs(values)[..., np.newaxis]
    end = np.where(values[..., np.newaxis] < 0, _NEGATIVE, _POSITIVE)
    return np.asarray(np.rint(_ZERO + strength * (end - _ZERO)), np.uint8)
