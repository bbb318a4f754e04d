"""Numbers cut out closely, and cells of a table cut out with their lines."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.data import Dataset, load
from core.inference import Classifier, read
from core.runs.store import RunStore

Ink = NDArray[np.uint8]
NUMBERS = ["1000", "4711", "170", "2315"]
SIDE = 112


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """The shipped model."""
    return Classifier(RunStore(tmp_path_factory.mktemp("runs")).get("pretrained"))


@pytest.fixture(scope="module")
def mnist() -> Dataset:
    """Digits that people wrote."""
    return load()


def written(number: str, mnist: Dataset, classifier: Classifier, seed: int) -> Ink:
    """A row of real digits that the model is sure of one by one, (h, w) uint8, ink 255."""
    order = np.random.default_rng(seed).permutation(len(mnist.test))[:600]
    images, labels = mnist.test.images[order], mnist.test.labels[order]
    outcome = classifier(images)
    sure = (outcome.probabilities.argmax(1) == labels) & (outcome.logits.max(1) > 6)
    glyphs = [images[np.flatnonzero(sure & (labels == int(sign)))[0]] for sign in number]
    large = [cv2.resize(g, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC) for g in glyphs]
    return np.asarray(np.hstack(large), np.uint8)


def text_of(ink: Ink, classifier: Classifier) -> str:
    """What is read of ink on white paper."""
    return read(np.dstack([255 - ink] * 3 + [np.full_like(ink, 255)]), classifier).text


@pytest.mark.parametrize("seed", [81, 82, 83])
@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_cut_to_their_ink(
    number: str, seed: int, mnist: Dataset, classifier: Classifier
) -> None:
    """A 1 at the end, or as the tallest, touches the border there and is a digit."""
    ink = written(number, mnist, classifier, seed)
    rows, columns = np.nonzero(ink > 60)
    close = ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]

    assert number == text_of(close, classifier)


@pytest.mark.parametrize("seed", [91, 92, 93])
@pytest.mark.parametrize("number", NUMBERS)
def test_the_line_of_a_cell_is_no_1(
    number: str, seed: int, mnist: Dataset, classifier: Classifier
) -> None:
    """A rule that runs along the left side is none of the digits beside it."""
    ink = np.pad(written(number, mnist, classifier, seed), ((4, 4), (14, 0)))
    ink[:, :7] = 255

    assert number == text_of(ink, classifier)
