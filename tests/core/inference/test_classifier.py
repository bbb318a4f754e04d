"""A run's model as a classifier: probabilities, and the refusal of what is no digit."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.config.train_config import TrainConfig
from core.data import load, load_named
from core.errors import DigitLabError
from core.inference import Classifier
from core.metrics import probabilities
from core.runs.checksums import DamagedModelError
from core.runs.run import read_run
from core.runs.status import State, Status
from core.runs.store import RunStore


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Classifier:
    """The shipped model."""
    return Classifier(RunStore(tmp_path_factory.mktemp("runs")).get("pretrained"))


def test_classification(classifier: Classifier) -> None:
    """Ten probabilities a digit that sum to 1 and follow the logits; the shapes as promised."""
    classification = classifier(load().test.images[:50])

    assert ((50, 10), np.float32) == (classification.logits.shape, classification.logits.dtype)
    assert ((50, 10), np.float64) == (
        classification.probabilities.shape,
        classification.probabilities.dtype,
    )
    assert ((50,), np.bool_) == (classification.is_digit.shape, classification.is_digit.dtype)
    np.testing.assert_allclose(1, classification.probabilities.sum(axis=1), atol=1e-12)
    np.testing.assert_array_equal(
        classification.logits.argmax(1), classification.probabilities.argmax(1)
    )


def test_probabilities_follow_the_temperature(tmp_path: Path) -> None:
    """A run with twice the temperature gives the softmax of half the logits, and refuses alike."""
    shutil.copytree(RunStore(tmp_path / "none").shipped, tmp_path / "copy")
    run = read_run(tmp_path / "copy")
    hotter = replace(run, result=replace(run.result, temperature=2 * run.result.temperature))
    images = load().test.images[:50]
    classification, less_sure = Classifier(run)(images), Classifier(hotter)(images)

    np.testing.assert_allclose(classification.logits / 2, less_sure.logits, rtol=1e-6)
    np.testing.assert_allclose(probabilities(classification.logits / 2), less_sure.probabilities)
    np.testing.assert_array_equal(classification.is_digit, less_sure.is_digit)


def test_no_digits(classifier: Classifier) -> None:
    """Nothing to classify gives nothing."""
    classification = classifier(np.zeros((0, 28, 28), np.uint8))

    assert ((0, 10), (0,)) == (classification.probabilities.shape, classification.is_digit.shape)


def test_test_digits_are_digits(classifier: Classifier) -> None:
    """The shipped model knows nine in ten unseen digits, whatever digits are at hand.

    Trained on MNIST alone, it accepts nearly all of MNIST's and most of scikit-learn's 8x8 ones.
    """
    test = load().test
    classification = classifier(test.images[:2000])

    assert 0.9 < np.mean(classification.probabilities.argmax(1) == test.labels[:2000])
    assert 0.85 < np.mean(classification.is_digit)


def test_many_threads(classifier: Classifier) -> None:
    """Threads that share a classifier get what one would."""
    images = load_named("offline").test.images
    parts = [images[start : start + 4] for start in range(0, 200, 4)]
    with ThreadPoolExecutor(8) as pool:
        parallel = list(pool.map(lambda part: classifier(part).logits, parts))

    for part, logits in zip(parts, parallel, strict=True):
        np.testing.assert_array_equal(classifier(part).logits, logits)


@pytest.mark.parametrize("state", [State.QUEUED, State.TRAINING, State.STOPPED, State.FAILED])
def test_run_without_a_model(state: State, tmp_path: Path) -> None:
    """A run that has no model says so, with its state."""
    store = RunStore(tmp_path)
    run = store.create(TrainConfig(), load_named("offline"))
    run.write_status(Status(state))

    with pytest.raises(DigitLabError, match=rf"{run.id} has no model yet \({state}\)"):
        Classifier(store.get(run.id))


def test_run_with_a_lost_model(tmp_path: Path) -> None:
    """A run whose model file is gone or damaged names the file."""
    shutil.copytree(RunStore(tmp_path / "none").shipped, tmp_path / "copy")
    run = read_run(tmp_path / "copy")
    run.litert_path.write_bytes(b"damaged")
    with pytest.raises(DamagedModelError, match=r"model\.tflite of .* is damaged or missing"):
        Classifier(run)

    run.litert_path.unlink()
    with pytest.raises(DamagedModelError, match=r"model\.tflite of .* is damaged or missing"):
        Classifier(run)
