"""Drawings to keep in tests, and what lies in their folder then."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.data.drawing_file import Drawing
from core.data.drawings import Drawings


def image(number: int) -> NDArray[np.uint8]:
    """A picture of its own for each number below 2**16."""
    pixels = np.zeros((28, 28), np.uint8)
    pixels[0, :2] = divmod(number, 256)
    pixels[10:20, 14] = 255
    return pixels


def keep(drawings: Drawings, number: int, label: int) -> Drawing:
    """Keep one drawing."""
    (kept,) = drawings.keep(image(number)[np.newaxis], [label])
    return kept


def files(folder: Path) -> list[Path]:
    """What lies in a folder of drawings beside the lock of who writes there."""
    return [path for path in folder.iterdir() if path.name != ".lock"]
