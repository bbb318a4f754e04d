"""What the model card promises of the shipped model, as far as a test can hold it to that."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis import Evaluation, evaluate
from core.analysis.inspection import Inspection
from core.analysis.robustness import DISTORTIONS
from core.config.presets import PRESETS
from core.data import Dataset, load
from core.data.synthetic import nondigits, write
from core.inference import Classifier
from core.inference.litert import LiteRTModel
from core.runs.run import Run
from core.runs.split import split_indices
from core.runs.store import RunStore
from core.vision import read_picture

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The run that comes with the program."""
    return RunStore(tmp_path_factory.mktemp("runs")).get("pretrained")


@pytest.fixture(scope="module")
def classifier(shipped: Run) -> Classifier:
    """Its model."""
    return Classifier(shipped)


@pytest.fixture(scope="module")
def mnist(shipped: Run) -> Dataset:
    """The digits it was trained on."""
    dataset = load()
    if dataset.fingerprint != shipped.info.fingerprint:
        pytest.skip("needs the digits of the shipped run: set DIGITS_DATA_DIR")
    return dataset


@pytest.fixture(scope="module")
def evaluation(shipped: Run, mnist: Dataset) -> Evaluation:
    """It on the test digits."""
    return evaluate(shipped, mnist)


def test_made_by_the_preset(shipped: Run) -> None:
    """Its configuration is that of the documented command, and its training ran to the end."""
    assert PRESETS["best"].config == shipped.info.config
    assert shipped.info.config.epochs == len(shipped.epochs())
    assert not shipped.checkpoint_path.exists()


def test_small(shipped: Run) -> None:
    """Each file of the network is under 5 MB."""
    assert shipped.keras_path.stat().st_size < 5 * MEGABYTE
    assert shipped.litert_path.stat().st_size < 5 * MEGABYTE


def test_recorded_evaluation(shipped: Run, evaluation: Evaluation) -> None:
    """The evaluation beside the run is what its model gives."""
    recorded = json.loads((shipped.folder / "evaluation.json").read_text(encoding="utf-8"))
    evaluated = evaluation.to_dict()

    assert evaluated["errors"] == recorded["errors"]
    assert evaluated["confusion_matrix"] == recorded["confusion_matrix"]
    assert evaluated["calibration"]["error"] == pytest.approx(recorded["calibration"]["error"])


def test_calibrated(evaluation: Evaluation) -> None:
    """Its probabilities are off by at most 0.3 points on average, on digits it never saw."""
    assert evaluation.reliability.error <= 0.003


def test_refuses_few_digits(shipped: Run, classifier: Classifier, mnist: Dataset) -> None:
    """At most one in a hundred of the validation digits, and of the test digits, is refused."""
    validation = split_indices(mnist.train.labels, shipped.info.config).validation

    assert np.mean(~classifier(mnist.train.images[validation]).is_digit) <= 0.01
    assert np.mean(~classifier(mnist.test.images).is_digit) <= 0.01


def test_refuses_what_is_no_digit(classifier: Classifier) -> None:
    """Random pixels, blank and full images are refused, and nearly all other no digits."""
    noise = np.random.default_rng(0).integers(0, 256, (500, 28, 28), dtype=np.uint8)
    plain = np.stack([np.full((28, 28), grey, np.uint8) for grey in (0, 255)])
    images, labels = write(500, np.random.default_rng(1))
    others = nondigits(500, images, labels, np.random.default_rng(2))

    assert np.mean(~classifier(noise).is_digit) > 0.99
    assert [False, False] == classifier(plain).is_digit.tolist()
    assert np.mean(~classifier(others).is_digit) > 0.9


def test_reads_the_digits_of_other_countries(classifier: Classifier) -> None:
    """Nearly all synthetic digits are read as what they are, and few of them refused."""
    images, labels = write(1000, np.random.default_rng(99))
    classification = classifier(images)

    assert np.mean(classification.probabilities.argmax(axis=1) == labels) > 0.97
    assert np.mean(classification.is_digit) > 0.95


def test_mnist_on_a_canvas(classifier: Classifier, mnist: Dataset) -> None:
    """Pasted on a canvas at random places, their box 20 to 200 pixels large, MNIST's digits are
    read as well as untouched, to 0.1 points: they come back as MNIST normalised them."""
    rng = np.random.default_rng(0)
    images, labels = mnist.test.images[:500], mnist.test.labels[:500]
    read = [read_picture(_on_a_canvas(image, rng), single=True).digits for image in images]
    classification = classifier(np.stack([digit.image for (digit,) in read]))
    right = classification.probabilities.argmax(axis=1) == labels
    untouched = classifier(images).probabilities.argmax(axis=1) == labels

    assert right.mean() >= untouched.mean() - 0.001


def _on_a_canvas(image: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a digit somewhere on a white sheet of 400 x 400 pixels, in black."""
    scale = rng.integers(20, 200, endpoint=True) / 20
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    large = cv2.resize(image, None, fx=scale, fy=scale, interpolation=way)
    x, y = rng.integers(0, 400 - len(large), 2, endpoint=True)
    sheet = np.full((400, 400, 4), 255, np.uint8)
    sheet[y : y + len(large), x : x + len(large), :3] -= large[..., np.newaxis]
    return sheet


def test_nobody_waits_for_what_comes_computed(
    shipped: Run, mnist: Dataset, evaluation: Evaluation
) -> None:
    """The index of its training digits and its robustness come with it, and are its own."""
    told: list[float] = []
    inspection = Inspection(shipped, mnist)
    index, curves = inspection.neighbour_index(told.append), inspection.robustness(told.append)
    some = slice(0, len(mnist.train), 600)
    points = index.project(LiteRTModel(shipped.litert_path)(mnist.train.images[some]).features)

    assert [] == told
    np.testing.assert_allclose(points, index.points[some], atol=0.6)
    for curve, distortion in zip(curves, DISTORTIONS, strict=True):
        low, high = curve.intervals[curve.strengths.index(distortion.strengths[0])]
        assert low <= evaluation.accuracy <= high


def test_card(shipped: Run, evaluation: Evaluation) -> None:
    """The model card quotes the accuracy, the mistakes and the calibration error as they are."""
    card = (Path(shipped.folder) / "README.md").read_text(encoding="utf-8")

    assert f"{100 * evaluation.accuracy:.2f} %" in card
    assert f"{evaluation.errors} mistakes" in card
    assert f"{100 * evaluation.reliability.error:.2f} points" in card
    assert f"{shipped.result.parameters:,} parameters" in card
