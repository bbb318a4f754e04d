"""The figures of an evaluation agree with scikit-learn, and are of the very digits at hand."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from core.analysis import Evaluation, evaluate
from core.config.train_config import TrainConfig
from core.data import Dataset, Split, load, load_named
from core.errors import DigitLabError
from core.inference import Classifier
from core.metrics import cross_entropy
from core.runs.run import Run, read_run
from core.runs.store import RunStore

CLASSES = np.arange(10)
SHIPPED = Path(__file__).resolve().parents[3] / "models" / "pretrained"


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Logits for 1 to 80 digits of some of the classes, right more often than not."""
    present = draw(st.lists(st.sampled_from(range(10)), min_size=1, unique=True))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    labels = rng.choice(present, draw(st.integers(1, 80))).astype(np.uint8)
    logits = rng.normal(0, 2, (len(labels), 10)).astype(np.float32)
    logits[np.arange(len(labels)), labels] += np.float32(draw(st.floats(0, 4)))
    never = draw(st.lists(st.sampled_from(range(10)), max_size=9))
    logits[:, never] -= np.float32(20)  # classes that are not predicted at all
    return Evaluation(labels, logits)


@settings(deadline=None)
@given(evaluations())
def test_figures_are_those_of_scikit_learn(evaluation: Evaluation) -> None:
    """Accuracy, confusion matrix, loss and the scores of each class, absent ones included."""
    labels, predicted = evaluation.labels, evaluation.logits.argmax(axis=1)
    matrix = metrics.confusion_matrix(labels, predicted, labels=CLASSES)
    scores = metrics.precision_recall_fscore_support(
        labels, predicted, labels=CLASSES, zero_division=0
    )
    mine = evaluation.per_class

    assert metrics.accuracy_score(labels, predicted) == pytest.approx(evaluation.accuracy, abs=1e-9)
    np.testing.assert_array_equal(matrix, evaluation.confusion_matrix)
    assert matrix.sum() - matrix.trace() == evaluation.errors
    for expected, actual in zip(
        scores, (mine.precision, mine.recall, mine.f1, mine.support), strict=True
    ):
        np.testing.assert_allclose(expected, actual, atol=1e-9)
    expected_loss = metrics.log_loss(labels, evaluation.probabilities, labels=CLASSES)
    assert expected_loss == pytest.approx(evaluation.loss, abs=1e-9)


@settings(deadline=None)
@given(evaluations())
def test_cells_and_mistakes(evaluation: Evaluation) -> None:
    """Each cell lists exactly its digits; mistakes are all cells off the diagonal; worst first."""
    labels, predicted, losses = evaluation.labels, evaluation.predictions, evaluation.losses
    lists = [evaluation.mistakes()]
    for actual, other in np.ndindex(10, 10):
        cell = evaluation.cell(actual, other)
        expected = [i for i in range(len(labels)) if labels[i] == actual and predicted[i] == other]
        assert expected == sorted(cell.tolist())
        assert evaluation.confusion_matrix[actual, other] == len(cell)
        lists.append(cell)

    assert [i for i in range(len(labels)) if labels[i] != predicted[i]] == sorted(lists[0].tolist())
    for indices in lists:
        assert (np.diff(losses[indices]) <= 0).all()


@settings(deadline=None)
@given(evaluations())
def test_plain_data(evaluation: Evaluation) -> None:
    """The figures survive JSON: the same keys and values come back."""
    plain = json.loads(json.dumps(evaluation.to_dict()))

    assert [
        "digits",
        "accuracy",
        "accuracy_interval",
        "loss",
        "errors",
        "confusion_matrix",
        "per_class",
        "calibration",
    ] == list(plain)
    assert evaluation.confusion_matrix.tolist() == plain["confusion_matrix"]
    assert list(range(10)) == [scores["digit"] for scores in plain["per_class"]]
    assert evaluation.per_class.support.tolist() == [s["support"] for s in plain["per_class"]]
    assert evaluation.reliability.error == plain["calibration"]["error"]
    assert list(evaluation.accuracy_interval) == plain["accuracy_interval"]
    assert (evaluation.accuracy, evaluation.loss) == (plain["accuracy"], plain["loss"])


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """The first 300 test digits at hand, under a fingerprint of their own."""
    whole = load()
    test = Split(whole.test.images[:300], whole.test.labels[:300])
    return replace(whole, test=test, fingerprint="these 300")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A copy of the shipped run without its predictions."""
    shutil.copytree(SHIPPED, tmp_path / "copy")
    copy = read_run(tmp_path / "copy")
    copy.predictions_path.unlink()
    return copy


@pytest.fixture(scope="module")
def said(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """What the shipped model really says of `digits`."""
    shipped = RunStore(tmp_path_factory.mktemp("runs")).get("pretrained")
    return Classifier(shipped)(digits.test.images).logits


def test_model_runs_where_nothing_is_stored(run: Run, digits: Dataset, said: np.ndarray) -> None:
    """Without predictions on record the model itself is asked."""
    evaluation = evaluate(run, digits)

    np.testing.assert_array_equal(said, evaluation.logits)
    assert digits.test.labels is evaluation.labels


def test_stored_predictions_are_used(run: Run, digits: Dataset) -> None:
    """Predictions of these very digits are taken, calibrated: the model does not run again."""
    stored = np.eye(10, dtype=np.float32)[digits.test.labels]
    np.savez_compressed(run.predictions_path, logits=stored, fingerprint="these 300")

    calibrated = stored / np.float32(run.result.temperature)
    np.testing.assert_array_equal(calibrated, evaluate(run, digits).logits)
    assert 1.0 == evaluate(run, digits).accuracy


@pytest.mark.parametrize(
    "stored",
    [
        {"logits": np.zeros((300, 10), np.float32), "fingerprint": "others"},
        {"logits": np.zeros((299, 10), np.float32), "fingerprint": "these 300"},
        {"logits": np.zeros(300, np.float32), "fingerprint": "these 300"},
        {"logits": np.zeros((300, 10), np.float32)},
        {"fingerprint": "these 300"},
        {"logits": np.array([object()]), "fingerprint": "these 300"},
        {"logits": np.full((300, 10), "1.5"), "fingerprint": "these 300"},
        {"logits": np.full((300, 10), np.nan, np.float32), "fingerprint": "these 300"},
    ],
    ids=[
        *("other digits", "fewer", "another shape", "no fingerprint", "no logits", "pickled"),
        *("of text", "no numbers"),
    ],
)
def test_other_predictions_are_not_used(
    stored: dict[str, np.ndarray], run: Run, digits: Dataset, said: np.ndarray
) -> None:
    """Predictions that are not of these digits, or hold something else, count for nothing."""
    np.savez_compressed(run.predictions_path, **stored)

    np.testing.assert_array_equal(said, evaluate(run, digits).logits)


@pytest.mark.parametrize("damage", ["empty", "half", "flipped", "text", "array", "folder"])
def test_damaged_predictions(damage: str, run: Run, digits: Dataset, said: np.ndarray) -> None:
    """A damaged file costs a second, never the evaluation or its truth."""
    path = run.predictions_path
    np.savez_compressed(path, logits=said, fingerprint="these 300")
    whole = path.read_bytes()
    match damage:
        case "empty":
            path.write_bytes(b"")
        case "half":
            path.write_bytes(whole[: len(whole) // 2])
        case "flipped":
            path.write_bytes(whole[:400] + bytes(100) + whole[500:])
        case "text":
            path.write_text("no predictions")
        case "array":
            with path.open("wb") as file:
                np.save(file, said)
        case "folder":
            path.unlink()
            path.mkdir()

    np.testing.assert_array_equal(said, evaluate(run, digits).logits)


@settings(max_examples=40, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), flipped=st.integers(1, 255))
def test_flipped_byte(where: float, flipped: int, copy_for_damage: Run, digits: Dataset) -> None:
    """Whichever byte of the predictions was damaged, no other logits are taken for the model's."""
    run = copy_for_damage
    few = replace(digits, test=Split(digits.test.images[:30], digits.test.labels[:30]))
    stored = np.arange(300, dtype=np.float32).reshape(30, 10)
    np.savez(run.predictions_path, logits=stored, fingerprint=few.fingerprint)
    content = bytearray(run.predictions_path.read_bytes())
    content[int(where * len(content))] ^= flipped
    run.predictions_path.write_bytes(content)

    logits = evaluate(run, few).logits
    calibrated = stored / np.float32(run.result.temperature)
    assert np.array_equal(calibrated, logits) or np.abs(logits).max() < 100


@pytest.fixture(scope="module")
def copy_for_damage(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A copy of the shipped run to damage again and again."""
    folder = tmp_path_factory.mktemp("runs") / "copy"
    shutil.copytree(SHIPPED, folder)
    return read_run(folder)


def test_no_model(tmp_path: Path) -> None:
    """A run without a model cannot be evaluated, and the error says what to do."""
    digits = load_named("offline")
    run = RunStore(tmp_path).create(TrainConfig(), digits)

    with pytest.raises(DigitLabError, match=r"has no model yet \(queued\)"):
        evaluate(run, digits)


def test_shipped_run_is_as_good_as_it_says(tmp_path: Path) -> None:
    """The figures that ship are those of the shipped model, where MNIST is at hand."""
    whole = load()
    run = RunStore(tmp_path).get("pretrained")
    if whole.fingerprint != run.info.fingerprint:
        pytest.skip("needs the digits of the shipped run: set DIGITS_DATA_DIR")
    stored = evaluate(run, whole)
    again = Evaluation(whole.test.labels, Classifier(run)(whole.test.images).logits)

    assert run.result.test_accuracy == pytest.approx(stored.accuracy)
    raw = stored.logits * run.result.temperature
    assert run.result.test_loss == pytest.approx(cross_entropy(raw, stored.labels))
    np.testing.assert_allclose(stored.logits, again.logits, atol=1e-3)
