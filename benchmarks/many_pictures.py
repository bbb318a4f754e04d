"""How many pictures a second are read when there are hundreds.

Digits of the data set, drawn large as on a canvas, one and four in a picture, each a PNG, in a ZIP;
read as `python -m core predict` and the Predict page read them. Both kinds take turns.
"""

import io
import statistics
import time
import zipfile

import numpy as np
from PIL import Image

from benchmarks.report import Row, main
from core.data import load
from core.figures.montage import enlarged
from core.inference.many import in_file, read_all
from core.runs.store import RunStore

PICTURES = 200
TURNS = 5
_ENLARGED = 10
_KINDS = {"one digit, 280x280": 1, "four digits, 1120x280": 4}


def measure() -> list[Row]:
    """Return a row for each kind of picture."""
    given = {name: zipped(digits) for name, digits in _KINDS.items()}
    turns = [{name: rate(data) for name, data in given.items()} for _ in range(TURNS)]
    return [_row(name, [turn[name] for turn in turns]) for name in given]


def zipped(digits: int, pictures: int = PICTURES) -> bytes:
    """Return a ZIP of pictures with so many test digits side by side each."""
    images = load().test.images[: digits * pictures]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(pictures):
            row = images[number * digits : (number + 1) * digits]
            sheet = 255 - np.hstack([enlarged(image, _ENLARGED) for image in row])
            picture = io.BytesIO()
            Image.fromarray(sheet).save(picture, "PNG")
            archive.writestr(f"{number:04d}.png", picture.getvalue())
    return buffer.getvalue()


def rate(data: bytes) -> float:
    """Return how many pictures of a ZIP are read a second, by the shipped model."""
    run = RunStore().get("pretrained")
    pictures = in_file("all.zip", io.BytesIO(data))
    begun = time.perf_counter()
    outcomes = list(read_all(pictures, run, lambda reading: reading.text))
    return len(outcomes) / (time.perf_counter() - begun)


def _row(name: str, rates: list[float]) -> Row:
    return {
        "pictures": name,
        "pictures_a_second": statistics.median(rates),
        "slowest_turn": min(rates),
    }


if __name__ == "__main__":
    main(measure, __doc__)
