"""A training in this process, from the request to the result, and every way it can end."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.analysis import evaluate
from core.data import Dataset
from core.errors import DigitLabError
from core.inference import Classifier
from core.inference.litert import LiteRTModel
from core.metrics import cross_entropy, energy
from core.runs.folder import RunFile
from core.runs.owner import Owner
from core.runs.run import Result, Run, read_run
from core.runs.split import split_indices
from core.runs.status import State, Status, write_status
from core.runs.store import RunStore
from core.training.calibration import temperature
from core.training.worker import rescue_run, run_job, train_run
from tests.core.runs.abandoned_run import abandon

NewRun = Callable[..., Run]


def model_answers(run: Run, offline: Dataset) -> bool:
    """Whether the run's model gives probabilities for digits."""
    said = Classifier(run)(offline.test.images[:5]).probabilities
    return np.allclose(said.sum(axis=1), 1)


def test_completed(trained: Run) -> None:
    """A training that ran through leaves every file, its lock, and no request, message or scrap."""
    files = {path.name for path in trained.folder.iterdir()}

    assert {
        "run.json",
        "status.json",
        "steps.jsonl",
        "epochs.jsonl",
        "answers.npy",
        "model.keras",
        "model.tflite",
        "result.json",
        "predictions.npz",
        "live.npz",
        "checkpoint.npz",
        "writer.lock",
    } == files
    assert (State.COMPLETED, "") == (trained.status.state, trained.status.message)
    assert trained.is_usable
    assert trained == read_run(trained.folder)


def test_history(trained: Run) -> None:
    """Steps only go forward, up to the last; an epoch has at least eight stretches of them."""
    steps, epochs = trained.steps(), trained.epochs()
    counts = [record["step"] for record in steps]
    status = trained.status

    assert all(before < after for before, after in pairwise(counts))
    assert status.total_steps == counts[-1] == 2 * status.steps_per_epoch
    assert [1.0, 2.0] == [record["epoch"] for record in epochs]
    assert all(r["epoch"] == pytest.approx(r["step"] / status.steps_per_epoch) for r in steps)
    assert 16 <= len(steps)
    assert all(0 <= record["accuracy"] <= 1 and record["loss"] > 0 for record in steps)
    assert all(a["seconds"] <= b["seconds"] for a, b in pairwise(steps))


def test_stretches_add_up_to_the_epoch(trained: Run, offline: Dataset) -> None:
    """The mean over an epoch's stretches, each by its digits, is what Keras says of the epoch."""
    config, last_step = trained.info.config, trained.status.steps_per_epoch
    digits = len(split_indices(offline.train.labels, config).training)
    stretches = [record for record in trained.steps() if record["step"] <= last_step]
    # The last batch is a smaller one.
    seen = [min(record["step"] * config.batch_size, digits) for record in stretches]
    epoch = trained.epochs()[0]

    for metric in ("loss", "accuracy"):
        values = [record[metric] for record in stretches]
        mean = np.average(values, weights=np.diff([0, *seen]))
        assert epoch[metric] == pytest.approx(mean, rel=1e-4)


def test_observer(trained: Run, records: list[dict[str, Any]]) -> None:
    """The observer is told each record as it is written, steps and epochs in their order."""
    assert trained.steps() == [record for record in records if "step" in record]
    assert trained.epochs() == [record for record in records if "step" not in record]
    assert "val_accuracy" in records[-1]


def test_result_is_what_the_evaluation_says(trained: Run, offline: Dataset) -> None:
    """The figures on record are those of the kept model, on test and validation digits alike."""
    result = trained.result
    evaluation = evaluate(trained, offline)
    validation = split_indices(offline.train.labels, trained.info.config).validation
    logits = LiteRTModel(trained.litert_path)(offline.train.images[validation]).logits
    labels = offline.train.labels[validation]

    assert len(offline.test) == result.test_digits
    assert evaluation.accuracy == pytest.approx(result.test_accuracy, abs=1e-12)
    raw = evaluation.logits * result.temperature
    assert cross_entropy(raw, evaluation.labels) == pytest.approx(result.test_loss)
    assert temperature(logits, labels) == pytest.approx(result.temperature)
    best = trained.epochs()[result.best_epoch - 1]
    assert best["val_accuracy"] == pytest.approx(result.validation_accuracy, abs=1e-6)
    assert best["val_loss"] == pytest.approx(result.validation_loss, rel=1e-3)
    assert max(epoch["val_accuracy"] for epoch in trained.epochs()) == best["val_accuracy"]
    assert 52_090 == result.parameters
    refused = float(np.mean(energy(logits) < result.minimum_energy))
    assert 0.0065 == pytest.approx(refused, abs=2 / len(validation))


@pytest.mark.parametrize(
    ("reason", "state"), [("user", State.STOPPED), ("server", State.INTERRUPTED)]
)
def test_stop_before_the_start(reason: str, state: State, new_run: NewRun) -> None:
    """A run that is stopped before it begins trains nothing and has no model."""
    run = new_run(architecture="dense", hidden_layers=0)
    run.request_stop(reason)
    ended = train_run(run)

    assert state is ended.status.state
    assert "Stopped before the training began; there is no model." == ended.status.message
    assert not ended.has_weights
    assert [] == ended.steps()


@pytest.mark.parametrize(
    ("reason", "state", "expected"),
    [
        ("user", State.STOPPED, "Stopped on request. The best model until then is kept."),
        (
            "server",
            State.INTERRUPTED,
            "The server was stopped during this training. The best model until then is kept.",
        ),
    ],
)
def test_stop_in_mid_training(
    reason: str, state: State, expected: str, new_run: NewRun, offline: Dataset
) -> None:
    """A stop is heeded at the next stretch; the begun epoch is evaluated, the best model kept."""
    run = new_run(architecture="dense", hidden_layers=0, epochs=50, batch_size=16)

    def stop_in_the_second_epoch(record: dict[str, Any]) -> None:
        if record["epoch"] > 1.3:
            run.request_stop(reason)

    ended = train_run(run, stop_in_the_second_epoch)
    first, second = ended.epochs()

    assert (state, expected) == (ended.status.state, ended.status.message)
    assert 1.0 == first["epoch"]
    assert 1.3 < second["epoch"] < 1.6
    assert second["epoch"] == pytest.approx(ended.steps()[-1]["epoch"], abs=0.02)
    assert "val_accuracy" in second
    assert ended.is_usable
    assert model_answers(ended, offline)


def test_divergence(new_run: NewRun) -> None:
    """A loss that grows out of all numbers fails the run and says which setting to change."""
    run = new_run(
        architecture="dense", hidden_layers=0, epochs=3, optimizer="sgd", schedule="constant"
    )
    # No rate in range makes these networks diverge on these digits for certain; this one does.
    object.__setattr__(run.info.config, "learning_rate", 1e38)
    ended = train_run(run)

    assert State.FAILED is ended.status.state
    assert "learning rate is too large" in ended.status.message
    assert not ended.is_usable
    assert len(ended.epochs()) <= 1


def test_other_digits(new_run: NewRun) -> None:
    """A run made for other digits than those found is refused, on record and to the caller."""
    run = new_run(architecture="dense", hidden_layers=0)
    other = replace(run, info=replace(run.info, fingerprint="0" * 64))

    with pytest.raises(DigitLabError, match="made for other digits") as caught:
        train_run(other)
    found = read_run(run.folder)
    assert (State.FAILED, str(caught.value)) == (found.status.state, found.status.message)


def test_unexpected_failure(new_run: NewRun) -> None:
    """Whatever goes wrong is on record, in words if it has any and by its kind if not."""
    for error, expected in ((OSError("No space left on device"), "No space left on device"),
                            (MemoryError(), "MemoryError")):  # fmt: skip
        run = new_run(architecture="dense", hidden_layers=0)

        def fail(record: dict[str, Any], error: Exception = error) -> None:
            raise error

        with pytest.raises(type(error)):
            train_run(run, fail)
        found = read_run(run.folder)
        assert (State.FAILED, expected) == (found.status.state, found.status.message)


def without_checksums(run: Run) -> Result:
    """What a run came to, but for its files, of which no two exports are alike."""
    assert run.result is not None
    return replace(run.result, checksums={})


@pytest.fixture
def abandoned(store: RunStore, trained: Run, dead_owner: Owner) -> Run:
    """A run whose process died in epoch 2 and left the weights of epoch 1."""
    return abandon(store, trained, dead_owner)


def test_rescue(abandoned: Run, trained: Run, offline: Dataset) -> None:
    """What a dead process left becomes a usable model; the run stays interrupted and says so."""
    assert abandoned.needs_rescue
    rescued = rescue_run(abandoned)

    assert State.INTERRUPTED is rescued.status.state
    assert (
        "The process in charge ended unexpectedly in epoch 2. The best model until then is kept."
        == rescued.status.message
    )
    assert not rescued.needs_rescue
    assert not rescued.best_path.exists()
    assert trained.result.test_accuracy == rescued.result.test_accuracy
    assert 1 == rescued.result.best_epoch
    assert model_answers(rescued, offline)


def test_job_of_a_dead_worker_is_not_started_over(abandoned: Run) -> None:
    """The worker that gets a begun run rescues it; given it again, it does nothing more than to
    make a model anew that is missing."""
    steps = abandoned.steps()
    run_job(abandoned.folder)
    rescued = read_run(abandoned.folder)

    assert rescued.is_usable
    assert steps == rescued.steps()

    written = rescued.litert_path.stat().st_mtime_ns
    run_job(abandoned.folder)
    assert written == rescued.litert_path.stat().st_mtime_ns

    rescued.litert_path.unlink()
    run_job(abandoned.folder)
    again = read_run(abandoned.folder)
    assert again.is_usable
    assert rescued.status == again.status
    assert without_checksums(rescued) == without_checksums(again)


def test_rescue_without_weights(new_run: NewRun, dead_owner: Owner) -> None:
    """A run that died before its first epoch ended has no model, and says that."""
    run = new_run()
    run.write_status(Status(State.STARTING, dead_owner))
    run_job(run.folder)
    found = read_run(run.folder)

    assert State.INTERRUPTED is found.status.state
    assert found.status.message.endswith("before the first steps. There is no model to keep.")
    assert found.result is None


def test_rescue_of_damaged_weights(abandoned: Run) -> None:
    """Weights that cannot be read fail the rescue, on record."""
    abandoned.best_path.write_bytes(b"no weights")

    with pytest.raises(DigitLabError, match=r"best\.npz cannot be read"):
        rescue_run(abandoned)
    assert State.FAILED is read_run(abandoned.folder).status.state


def test_job_trains_a_waiting_run(new_run: NewRun) -> None:
    """All that a job needs is the folder of a run that waits."""
    run = new_run(architecture="dense", hidden_layers=0, epochs=1, batch_size=1024)
    run_job(run.folder)

    assert State.COMPLETED is read_run(run.folder).status.state


def test_killed_while_the_model_was_made(trained: Run, dead_owner: Owner, tmp_path: Path) -> None:
    """All epochs were done: the rescue completes the run, it is not interrupted for ever."""
    for status in (
        Status(State.SAVING, dead_owner, total_steps=22, steps_per_epoch=11),
        Status(State.TRAINING, dead_owner, total_steps=22, steps_per_epoch=11),
    ):
        folder = tmp_path / status.state
        shutil.copytree(trained.folder, folder)
        for name in (RunFile.RESULT, RunFile.LITERT_MODEL, RunFile.PREDICTIONS):
            (folder / name).unlink()
        write_status(folder, status)
        assert read_run(folder).needs_rescue

        run_job(folder)
        rescued = read_run(folder)
        assert (State.COMPLETED, "") == (rescued.status.state, rescued.status.message)
        assert without_checksums(trained) == without_checksums(rescued)


def test_a_rescue_that_is_killed_completes_nothing(abandoned: Run, dead_owner: Owner) -> None:
    """A run that died in epoch 2 stays interrupted, also if its rescuer dies while saving."""
    rescued = rescue_run(abandoned)
    (rescued.folder / RunFile.RESULT).unlink()
    rescued.write_status(replace(rescued.status, state=State.SAVING, owner=dead_owner))

    run_job(rescued.folder)
    again = read_run(rescued.folder)
    assert State.INTERRUPTED is again.status.state
    assert again.is_usable


def test_weights_of_a_failed_run(abandoned: Run) -> None:
    """A failed run offers the weights it has; a model of them is made when asked for."""
    abandoned.write_status(Status(State.FAILED, message="The disc was full."))
    failed = read_run(abandoned.folder)
    assert failed.offers_weights
    assert not failed.needs_rescue

    run_job(failed.folder)
    rescued = read_run(failed.folder)
    assert rescued.is_usable
    assert not rescued.offers_weights
    assert (State.FAILED, "The disc was full. The best model until then is kept.") == (
        rescued.status.state,
        rescued.status.message,
    )
