"""Pictures to try a model on before one has any: test digits on paper, one or several of them."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data import Split

_SAMPLES = (("5",), ("2048",), ("13", "67"))
_SEARCHED = 500  # digits at the beginning of the test set, of which the most typical are taken
_CELL = 112  # pixels along a side of each digit
_MARGIN = 24
_PAPER, _PEN = 250, 40


@dataclass(frozen=True, eq=False)
class SamplePicture:
    """A picture (h, w) uint8, dark on light, of `rows` of digits."""

    rows: tuple[str, ...]
    picture: NDArray[np.uint8]

    @property
    def single(self) -> bool:
        """Whether it is one digit."""
        return sum(map(len, self.rows)) == 1

    @property
    def png(self) -> bytes:
        """The picture as a PNG file."""
        _, encoded = cv2.imencode(".png", self.picture)
        return bytes(encoded.tobytes())

    @property
    def name(self) -> str:
        """What is in it, in words."""
        if self.single:
            return "One digit"
        return f"{len(self.rows)} rows" if len(self.rows) > 1 else f"{len(self.rows[0])} digits"


def sample_pictures(test: Split) -> tuple[SamplePicture, ...]:
    """Return one digit, a row of digits and two rows, made of typical digits of `test`."""
    return tuple(SamplePicture(rows, _on_paper(rows, test)) for rows in _SAMPLES)


def _on_paper(rows: tuple[str, ...], test: Split) -> NDArray[np.uint8]:
    ink = np.vstack([np.hstack(list(_enlarged(row, test))) for row in rows])
    share = np.pad(ink, _MARGIN) / 255
    return np.rint(_PAPER + (_PEN - _PAPER) * share).astype(np.uint8)


def _enlarged(row: str, test: Split) -> Iterator[NDArray[np.uint8]]:
    for digit in row:
        image = _typical(int(digit), test)
        yield np.asarray(cv2.resize(image, (_CELL, _CELL), interpolation=cv2.INTER_CUBIC), np.uint8)


def _typical(digit: int, test: Split) -> NDArray[np.uint8]:
    """Return that digit of the class which is nearest to the mean of its class."""
    of_class = test.images[:_SEARCHED][test.labels[:_SEARCHED] == digit]
    distances = np.square(of_class - of_class.mean(axis=0)).sum(axis=(1, 2))
    return np.asarray(of_class[distances.argmin()], np.uint8)
