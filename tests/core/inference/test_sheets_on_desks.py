"""A sheet on a desk: its digits are read, whichever way it lies, and nothing beside it."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.data import Dataset, load
from core.inference import Classifier, read
from core.runs.store import RunStore
from core.vision.turning import turned_by

RGBA = NDArray[np.uint8]
ROWS = ("23475", "74325", "58236")


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """The shipped model."""
    return Classifier(RunStore().get("pretrained"))


@pytest.fixture(scope="module")
def digits(classifier: Classifier) -> dict[str, NDArray[np.uint8]]:
    """A test digit of each class that is surely read."""
    mnist: Dataset = load()
    if mnist.name != "mnist":
        pytest.skip("the shipped model was trained on some of these digits")
    outcome = classifier(mnist.test.images[:500])
    sure = (outcome.probabilities.max(axis=1) > 0.999) & outcome.is_digit
    labels = np.where(sure, mnist.test.labels[:500], 10)
    return {str(d): mnist.test.images[np.flatnonzero(labels == d)[0]] for d in range(10)}


def on_a_desk(digits: dict[str, NDArray[np.uint8]], slant: int, seed: int = 0) -> RGBA:
    """A sheet with rows of digits in blue, 400 pixels wide, on streaked dark wood."""
    rng = np.random.default_rng(seed)
    ink = np.vstack([np.hstack([digits[d] for d in row]) for row in ROWS]).astype(np.float32) / 255
    ink = np.clip((cv2.resize(ink, (300, 180), interpolation=cv2.INTER_CUBIC) - 0.3) * 3, 0, 1)
    sheet = np.full((280, 400, 3), (226, 222, 214), np.float32)
    sheet[50:230, 50:350] += ink[..., np.newaxis] * (
        np.array((40, 50, 140)) - sheet[50:230, 50:350]
    )
    streaks = cv2.GaussianBlur(
        rng.normal(0, 60, (760, 760)).astype(np.float32), (0, 0), 25, sigmaY=1
    )
    desk = np.array((74, 52, 40)) + 4 * streaks[..., np.newaxis]
    desk[240:520, 180:580] = sheet
    desk = cv2.GaussianBlur(desk.astype(np.float32), (0, 0), 0.8) + rng.normal(0, 3, desk.shape)
    opaque = np.full((760, 760, 1), 255)
    turned = turned_by(np.dstack([np.clip(desk, 0, 255), opaque]).astype(np.uint8), slant)
    top, left = (len(turned) - 600) // 2, (turned.shape[1] - 600) // 2
    return turned[top : top + 600, left : left + 600]


@pytest.mark.parametrize("slant", [0, -35, -20, 25, 40])
def test_a_sheet_on_a_desk(
    slant: int, digits: dict[str, NDArray[np.uint8]], classifier: Classifier
) -> None:
    """It is turned straight where it lies aslant, and the streaks of the wood are no digits."""
    reading = read(on_a_desk(digits, slant), classifier)

    assert ROWS == reading.lines
    assert abs((reading.turned + slant + 180) % 360 - 180) <= 2
    assert "network" == reading.picture.found_by


def test_a_slant_that_was_asked_for(
    digits: dict[str, NDArray[np.uint8]], classifier: Classifier
) -> None:
    """Who turns on a picture that was turned straight is obeyed to the degree."""
    reading = read(on_a_desk(digits, 25), classifier, turn=335)

    assert ROWS == reading.lines
    assert 335 == reading.turned
