"""A training shows what it is doing, and its learning rate can be changed on the way."""

import keras
import numpy as np
import pytest

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.inference.litert import LiteRTModel
from core.metrics import probabilities
from core.runs.requests import recorded_changes, request_learning_rate, requested_learning_rate
from core.runs.run import read_run
from core.runs.snapshot import Snapshot, read_snapshot, write_snapshot
from core.runs.split import split_indices
from core.runs.status import State, Status
from core.training.engine.live_callbacks import first_weights
from core.training.engine.optimizers import Adjustable, learning_rate
from core.training.worker import train_run
from tests.core.conftest import NewRun

DENSE = {"architecture": "dense", "hidden_layers": 0, "schedule": "constant", "batch_size": 64}


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_the_last_snapshot_is_of_the_last_weights(
    output: str, new_run: NewRun, offline: Dataset
) -> None:
    """Probabilities are those of the model that was kept, weights its first layer's, and the
    confusion matrix counts each validation digit once."""
    run = train_run(new_run(**DENSE, epochs=1, output=output))
    shown = read_snapshot(run)
    validation = split_indices(offline.train.labels, run.info.config).validation

    assert shown is not None
    assert list(range(10)) == offline.train.labels[shown.digits[:10]].tolist()
    assert set(shown.digits) <= set(validation)
    assert 12 == len(set(shown.digits))
    kept = LiteRTModel(run.litert_path)
    expected = probabilities(kept(offline.train.images[shown.digits]).logits)
    np.testing.assert_allclose(expected, shown.probabilities, atol=1e-4)
    model = keras.models.load_model(run.keras_path)
    np.testing.assert_array_equal(first_weights(model), shown.weights)
    assert (10, 28, 28) == shown.weights.shape

    predicted = kept(offline.train.images[validation]).logits.argmax(axis=1)
    expected = np.zeros((10, 10), int)
    np.add.at(expected, (offline.train.labels[validation], predicted), 1)
    np.testing.assert_array_equal(expected, shown.confusion)
    assert run.epochs()[-1]["val_accuracy"] == pytest.approx(
        expected.trace() / len(validation), abs=1e-6
    )


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04torn", b"\x93NUMPY", None], ids=["empty", "torn", "npy", "none"]
)
def test_a_damaged_snapshot_is_none(content: bytes | None, new_run: NewRun) -> None:
    """Whatever lies there in its place, a page shows nothing rather than fail."""
    run = new_run()
    if content is not None:
        (run.folder / "live.npz").write_bytes(content)
    assert read_snapshot(run) is None


def test_a_snapshot_of_other_shapes_is_none(new_run: NewRun) -> None:
    """Probabilities on fewer digits than are shown cannot be drawn."""
    run, zeros = new_run(), np.zeros
    right = Snapshot(zeros(3, int), zeros((3, 10)), zeros((4, 5, 5)), zeros((10, 10), int))
    write_snapshot(run, right)
    assert read_snapshot(run) is not None
    write_snapshot(run, Snapshot(right.digits, zeros((2, 10)), right.weights, right.confusion))
    assert read_snapshot(run) is None


@pytest.mark.parametrize("schedule", ["constant", "cosine", "one_cycle"])
def test_a_factor_keeps_the_form_of_a_schedule(schedule: str) -> None:
    """Every step's rate is the planned one times the factor."""
    planned = learning_rate(TrainConfig(schedule=schedule, learning_rate=0.1), 40)
    adjustable = Adjustable(planned)
    adjustable.factor.assign(0.25)

    for step in (0, 5, 10, 39):
        expected = planned if schedule == "constant" else float(planned(step))
        assert float(adjustable(step)) == pytest.approx(expected * 0.25, rel=1e-5)


def test_the_learning_rate_changes_on_the_way(new_run: NewRun) -> None:
    """A request is heeded within the epoch, seen in the history, and put on record."""
    run = new_run(**DENSE, epochs=3, learning_rate=0.001)

    def request(record: dict) -> None:
        if record.get("epoch") == 1.0:
            request_learning_rate(read_run(run.folder), 0.004)

    ended = train_run(run, request)
    rates = {round(r["learning_rate"], 6): r["step"] for r in ended.steps()}
    ((changed),) = recorded_changes(ended)

    assert [0.001, 0.004] == list(rates)
    assert changed["learning_rate"] == 0.004
    per_epoch = ended.status.steps_per_epoch
    assert per_epoch <= changed["step"] <= 2 * per_epoch


@pytest.mark.parametrize("rate", [0.0, -1.0, 7.0, float("nan"), float("inf")])
def test_a_hostile_learning_rate_is_refused(rate: float, new_run: NewRun) -> None:
    """Out of range is refused where it is asked for."""
    run = new_run()
    with pytest.raises(DigitLabError, match="learning_rate must be from"):
        request_learning_rate(run, rate)
    assert requested_learning_rate(run) == run.info.config.learning_rate


@pytest.mark.parametrize("content", ["", "fast", "1e9", "nan", "0.1\n0.2"])
def test_a_damaged_request_is_no_request(content: str, new_run: NewRun) -> None:
    """A training reads on with its own rate when the file holds none that is allowed."""
    run = new_run(learning_rate=0.02)
    (run.folder / "learning_rate").write_text(content)
    assert 0.02 == requested_learning_rate(run)


def test_a_finished_run_has_no_learning_rate_to_change(new_run: NewRun) -> None:
    """The message says why."""
    run = new_run()
    run.write_status(Status(State.COMPLETED))
    with pytest.raises(DigitLabError, match="only a training that goes on"):
        request_learning_rate(read_run(run.folder), 0.01)


def test_early_stopping(new_run: NewRun) -> None:
    """A training that no longer gets better ends by itself, keeps its best, and says so."""
    run = train_run(new_run(**DENSE, epochs=100, learning_rate=0.05, patience=2))
    accuracies = [record["val_accuracy"] for record in run.epochs()]

    assert State.COMPLETED is run.status.state
    assert 2 < len(accuracies) < 100
    assert max(accuracies[:-2]) >= max(accuracies[-2:])
    assert "Ended early" in run.status.message


def test_without_patience_all_epochs_are_run(new_run: NewRun) -> None:
    """Off by default."""
    run = train_run(new_run(**DENSE, epochs=4, learning_rate=1e-5))
    assert 4 == len(run.epochs())
    assert "" == run.status.message
