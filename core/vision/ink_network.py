"""The network that finds ink: colours -> how much of each pixel handwriting covers, and the sheet.

A small U-Net (Ronneberger, Fischer and Brox 2015, "U-Net: Convolutional Networks for Biomedical
Image Segmentation"), trained on the synthetic photos of `core.data.scenes`; see models/ink.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError

PATH = Path(__file__).parents[2] / "models" / "ink" / "network.tflite"
STRIDE = 32
"""The sides of what the network sees are multiples of this."""
PART_SIDE = 640
"""Pixels a side of what is seen at once."""
RIM = 32
"""Pixels around a part that are seen with it."""
_THREADS = 2

Colours = NDArray[np.float32]
Coverage = NDArray[np.float32]


class Covers(NamedTuple):
    """How much of each pixel handwriting covers, and the sheet that it is on: (h, w), 0..1."""

    ink: Coverage
    sheet: Coverage


class InkNetwork:
    """The loaded network. Safe to call from several threads, one at a time inside."""

    def __init__(self, path: Path = PATH) -> None:
        """Load `path`; raise `DigitLabError` when it is missing or is no such network."""
        from ai_edge_litert.interpreter import Interpreter

        try:
            self._interpreter = Interpreter(model_content=path.read_bytes(), num_threads=_THREADS)
        except (OSError, ValueError, RuntimeError) as error:
            raise DigitLabError(
                f"{path} cannot be read as the network that finds ink: {error}. Get the program's "
                "files again, or make it with `python -m core.training.ink_training`."
            ) from error
        self._lock = threading.Lock()

    def __call__(self, colours: Colours) -> Covers:
        """Return what ink and sheets cover (h, w) of colours (h, w, 3), 0..255.

        Large pictures are seen in parts, so that memory is bounded whatever is uploaded.
        """
        covers = np.empty((*colours.shape[:2], len(Covers._fields)), np.float32)
        for rows in _spans(colours.shape[0]):
            for columns in _spans(colours.shape[1]):
                seen = self._part(colours[rows.seen, columns.seen])
                covers[rows.kept, columns.kept] = seen[rows.within, columns.within]
        return Covers(*np.moveaxis(covers, -1, 0))

    def _part(self, colours: Colours) -> Coverage:
        height, width = colours.shape[:2]
        with self._lock:
            covers = _run(self._interpreter, _padded(colours)[np.newaxis])
        return covers[0, :height, :width]


class _Span(NamedTuple):
    """A part of a side: what is `seen`, what is `kept` of it, and where that lies `within`."""

    seen: slice
    kept: slice
    within: slice


def _spans(side: int) -> Iterator[_Span]:
    """Yield the parts of a side of so many pixels, each with a rim that others keep."""
    edges = np.linspace(0, side, -(-side // PART_SIDE) + 1).astype(int)
    for start, stop in pairwise(map(int, edges)):
        first, last = max(0, start - RIM), min(side, stop + RIM)
        yield _Span(slice(first, last), slice(start, stop), slice(start - first, stop - first))


def _run(interpreter: Any, pictures: Colours) -> Coverage:  # noqa: ANN401
    place = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(place, pictures.shape)
    interpreter.allocate_tensors()
    interpreter.set_tensor(place, pictures)
    interpreter.invoke()
    covers: Coverage = interpreter.get_tensor(interpreter.get_output_details()[0]["index"])
    return covers


@cache
def ink_network() -> InkNetwork:
    """Return the network that comes with the program, loaded once."""
    return InkNetwork()


def _padded(colours: Colours) -> Colours:
    """Return colours continued at the right and below to whole strides."""
    down, across = (-side % STRIDE for side in colours.shape[:2])
    return np.asarray(
        cv2.copyMakeBorder(colours, 0, down, 0, across, cv2.BORDER_REPLICATE), np.float32
    )
