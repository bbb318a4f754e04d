"""Read the digits in a picture: python -m examples.read_picture [PICTURE]

Without a picture, one is made of eight test digits in two rows.
"""

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core import Classifier, Dataset, RunStore, decode, load, read


def page(dataset: Dataset) -> NDArray[np.uint8]:
    """Return a picture, (h, w, 4) uint8, of eight test digits in black on white."""
    digits = [np.pad(image.repeat(4, 0).repeat(4, 1), 20) for image in dataset.test.images[:8]]
    grey = 255 - np.vstack([np.hstack(digits[:4]), np.hstack(digits[4:])])
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def main(arguments: list[str]) -> None:
    """Read the picture and print its rows, then each digit with its probability and its place."""
    paths = [Path(argument) for argument in arguments]
    picture = decode(paths[0].read_bytes(), paths[0].name) if paths else page(load())
    reading = read(picture, Classifier(RunStore().get("pretrained")))
    print(*reading.lines, sep="\n")
    for digit in reading.digits:
        box = digit.seen.box
        print(f"{digit.digit} with {100 * digit.probability:.1f} % at ({box.x}, {box.y})")


if __name__ == "__main__":
    main(sys.argv[1:])
