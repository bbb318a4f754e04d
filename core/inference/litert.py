"""A LiteRT model file as a function from digits to numbers, without TensorFlow.

The file takes float32 pixels of 0..255 in any batch size and gives the ten logits and the
features of the last hidden layer. Training exports such files; inference runs them.
"""

import threading
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import DigitLabError
from core.runs.checksums import damaged, litert_content
from core.runs.run import Run

# Large batches gain nothing on a CPU and hold the lock, and memory, for longer.
_BATCH = 256
_THREADS = 2


class Outputs(NamedTuple):
    """What a network says of n digits: logits (n, 10) and features (n, d), both float32."""

    logits: NDArray[np.float32]
    features: NDArray[np.float32]


class LiteRTModel:
    """A loaded model file. Safe to call from several threads, one at a time inside."""

    def __init__(self, path: Path) -> None:
        """Load `path`; raise `DigitLabError` when it is missing or is no such model."""
        try:
            self._load(path.read_bytes())
        except (OSError, ValueError, RuntimeError) as error:
            raise DigitLabError(
                f"{path} cannot be read as a LiteRT model: {error}. Train or export it again."
            ) from error

    @classmethod
    def of(cls, run: Run) -> "LiteRTModel":
        """Load the model of a run that has a result, if it is still what the training left.

        Raises `DigitLabError`, a `DamagedModelError` when the model can be made anew.
        """
        model = cls.__new__(cls)
        try:
            model._load(litert_content(run))
        except (ValueError, RuntimeError) as error:  # of a run that has no checksums yet
            raise damaged(run) from error
        return model

    def _load(self, content: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter

        interpreter = Interpreter(model_content=content, num_threads=_THREADS)
        self._run = interpreter.get_signature_runner()
        (self._input,) = self._run.get_input_details()
        self._lock = threading.Lock()  # an interpreter holds the tensors of one call only

    def __call__(self, images: NDArray[np.uint8] | NDArray[np.float32]) -> Outputs:
        """Return the outputs for `images`, pixels of 0..255, (n, 28, 28), 255 = ink."""
        pixels = images[..., np.newaxis].astype(np.float32)
        if not len(pixels):  # LiteRT refuses an empty batch
            blank = np.zeros((1, *pixels.shape[1:]), np.float32)
            return Outputs(*(output[:0] for output in self._batch(blank)))
        parts = [self._batch(pixels[i : i + _BATCH]) for i in range(0, len(pixels), _BATCH)]
        logits, features = zip(*parts, strict=True)
        return Outputs(np.concatenate(logits), np.concatenate(features))

    def _batch(self, pixels: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        with self._lock:
            outputs = self._run(**{self._input: pixels})
            return outputs["output_0"], outputs["output_1"]
