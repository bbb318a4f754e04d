"""From a score to its reasons: coverage curve, neighbours, wrong labels, triage, robustness."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.analysis import Evaluation
from core.analysis.neighbours import build_index, nearest
from core.analysis.robustness import DISTORTIONS, robustness
from core.analysis.selective_prediction import coverage_curve
from core.analysis.triage import ErrorCause, margins, triage
from core.data import load
from core.data.dataset import Split
from core.data.label_errors import WRONG_LABELS, corrections, is_mnist


def random_evaluation(count: int, seed: int) -> Evaluation:
    """Logits that are right more often than not."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count).astype(np.uint8)
    logits = rng.normal(0, 1, (count, 10)).astype(np.float32)
    logits[np.arange(count), labels] += 2
    return Evaluation(labels, logits)


@given(st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_coverage_ends_at_the_accuracy(count: int, seed: int) -> None:
    """On all digits it is the accuracy; on a part it is that of the surest ones."""
    evaluation = random_evaluation(count, seed)
    curve = coverage_curve(evaluation)

    assert curve.shares[-1] == 1
    assert evaluation.accuracy == pytest.approx(curve.accuracies[-1])
    assert np.all(np.diff(curve.shares) > 0)
    share = curve.shares[0]
    surest = np.argsort(-evaluation.probabilities.max(axis=1), kind="stable")[
        : round(share * count)
    ]
    right = evaluation.predictions[surest] == evaluation.labels[surest]
    assert right.mean() == pytest.approx(curve.at(share))


@settings(deadline=None, max_examples=20)
@given(st.integers(60, 200), st.integers(0, 2**32 - 1))
def test_nearest_are_those_of_the_largest_cosine(count: int, seed: int) -> None:
    """With as few dimensions as the features have, the same as comparing with every digit."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
    directions = rng.normal(0, 1, (784, 12)).astype(np.float32)

    def features(digits: np.ndarray) -> np.ndarray:
        return digits.reshape(len(digits), -1).astype(np.float32) @ directions

    told: list[float] = []
    index = build_index(images, features, told.append)
    image = rng.integers(0, 256, (28, 28), dtype=np.uint8)
    all_of_them, own = features(images), features(image[np.newaxis])[0]
    lengths = np.linalg.norm(all_of_them, axis=1) * np.linalg.norm(own)
    expected = np.argsort(-(all_of_them @ own) / lengths, kind="stable")[:5]

    assert expected.tolist() == nearest(image, index, images, features).tolist()
    assert 1.0 == told[-1]


def test_a_digit_is_its_own_nearest() -> None:
    """Asked about one of them, the index gives it back first."""
    digits = load().train.images[:400]
    index = build_index(digits, lambda images: images.reshape(len(images), -1).astype(np.float32))
    for digit in (0, 123, 399):
        alike = nearest(digits[digit], index, digits, lambda x: x.reshape(len(x), -1) / 255.0)
        assert digit == alike[0]
        assert 5 == len(set(alike))


def test_wrong_labels_of_mnist() -> None:
    """Fifteen labels are wrong; ten have another by majority and five have none. The order of
    the data set is the one that the indices belong to."""
    dataset = load()
    known = corrections(dataset)
    if not is_mnist(dataset):
        assert (0, len(dataset.test)) == (len(known.wrong), len(known.decided))
        return
    assert 8 == dataset.test.labels[947]
    assert sorted(WRONG_LABELS) == known.wrong.tolist()
    assert 9_995 == len(known.decided)
    changed = np.flatnonzero(known.labels != dataset.test.labels)
    assert [i for i, label in sorted(WRONG_LABELS.items()) if label is not None] == changed.tolist()
    assert set(known.wrong) - set(changed) == set(range(10_000)) - set(known.decided)


def test_triage() -> None:
    """The label's fault before all else; then ambiguous by margin or by neighbours; the rest is
    the model's. Every mistake has one cause, and nothing else has."""
    labels = np.array([0, 1, 2, 3, 4], np.uint8)
    logits = np.zeros((5, 10), np.float32)
    logits[np.arange(5), [0, 5, 5, 5, 5]] = [9, 9, 9, 9, 9]
    logits[2, 2] = 8.9  # nearly as probable as the prediction
    evaluation = Evaluation(labels, logits)
    fives, mixed = np.full(5, 5, np.uint8), np.array([4, 4, 4, 5, 5], np.uint8)
    causes = triage(evaluation, np.array([1]), {1: fives, 2: fives, 3: fives, 4: mixed})

    assert {
        1: ErrorCause.LABEL,
        2: ErrorCause.AMBIGUOUS,
        3: ErrorCause.MODEL,
        4: ErrorCause.AMBIGUOUS,
    } == causes
    assert 0 == margins(evaluation)[0]
    assert margins(evaluation)[2] < 0.1 < 0.9 < margins(evaluation)[3]


def test_robustness_of_a_model_that_knows_its_digits() -> None:
    """Undistorted, everything is recognised; a curve has an interval around each of its points,
    its strengths ascend, and progress ends at one."""
    digits = load().test
    few = Split(digits.images[:150], digits.labels[:150])
    classes = {image.tobytes(): label for image, label in zip(few.images, few.labels, strict=True)}
    told: list[float] = []

    def predict(images: np.ndarray) -> np.ndarray:
        return np.array([classes.get(image.tobytes(), 99) for image in images])

    curves = robustness(few, predict, told.append)
    assert [d.title for d in DISTORTIONS] == [curve.title for curve in curves]
    for curve, distortion in zip(curves, DISTORTIONS, strict=True):
        assert sorted(curve.strengths) == list(curve.strengths)
        unchanged = curve.strengths.index(distortion.strengths[0])
        assert 1.0 == curve.accuracies[unchanged]
        for share, (low, high) in zip(curve.accuracies, curve.intervals, strict=True):
            assert low - 1e-9 <= share <= high + 1e-9
    assert told == sorted(told)
    assert 1.0 == told[-1]


@pytest.mark.parametrize("distortion", DISTORTIONS, ids=lambda d: d.title)
def test_distortions_start_with_nothing(distortion) -> None:
    """The first strength leaves digits as they are; the others change them, keep their shape,
    and never change what they were given."""
    images = load().test.images[:20].copy()
    before = images.copy()
    assert np.array_equal(images, distortion.apply(images, distortion.strengths[0]))
    for strength in distortion.strengths[1:]:
        changed = distortion.apply(images, strength)
        assert (np.uint8, images.shape) == (changed.dtype, changed.shape)
        assert not np.array_equal(images, changed)
    assert np.array_equal(before, images)
