"""A digit of a data set is read as it is: the answer is that of an evaluation."""

import numpy as np

from core.analysis.evaluation import Evaluation, logits_of
from core.data import Dataset
from core.inference import Classifier
from core.inference.read_prepared import read_prepared
from core.runs.store import RunStore


def test_probabilities_are_those_of_an_evaluation(offline: Dataset) -> None:
    """For digits whose ink is not as MNIST centres it too, which preprocessing would change."""
    classifier = Classifier(RunStore().get("pretrained"))
    images = np.concatenate([offline.test.images[:20], np.roll(offline.test.images[:20], 3, 1)])
    labels = np.zeros(len(images), np.uint8)
    evaluation = Evaluation(labels, logits_of(images, classifier))
    for image, expected in zip(images, evaluation.probabilities, strict=True):
        (digit,) = read_prepared(image, classifier).digits
        np.testing.assert_allclose(digit.probabilities, expected, atol=1e-5)
        np.testing.assert_array_equal(digit.seen.image, image)


def test_a_blank_image_holds_no_digit() -> None:
    """As a blank picture."""
    classifier = Classifier(RunStore().get("pretrained"))
    assert () == read_prepared(np.zeros((28, 28), np.uint8), classifier).digits
