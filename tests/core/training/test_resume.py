"""A run that has ended goes on: as it was planned, or for more epochs."""

from itertools import pairwise
from typing import Any

import pytest

from core.config.train_config import TrainConfig
from core.errors import DigitLabError
from core.files.json_files import append_line, write_lines
from core.runs.folder import RunFile
from core.runs.owner import Owner
from core.runs.requests import recorded_changes
from core.runs.resume import can_resume, resume
from core.runs.run import Run, read_run
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.training.engine.optimizers import learning_rate
from core.training.worker import Observer, train_run
from tests.core.conftest import NewRun


def continue_run(
    run: Run, observer: Observer = lambda record: None, epochs: int | None = None
) -> Run:
    """Go on with `run` in this process."""
    return train_run(resume(run, epochs), observer)


def stopped_at(run: Run, epoch: float) -> Run:
    """Train `run` and stop it once it has come so far."""

    def stop(record: dict[str, Any]) -> None:
        if record["epoch"] >= epoch:
            run.request_stop("user")

    return train_run(run, stop)


def test_continued(new_run: NewRun) -> None:
    """A stopped training goes on from its last whole epoch with the optimiser's state, and ends
    with the history and the files of one that was never stopped."""
    run = new_run(architecture="quick_cnn", epochs=4, optimizer="adam", batch_size=64)
    stopped = stopped_at(run, 1.5)
    assert State.STOPPED is stopped.status.state
    assert 1 < stopped.epochs()[-1]["epoch"] < 2

    records: list[dict[str, Any]] = []
    ended = continue_run(stopped, records.append)
    steps = [record["step"] for record in ended.steps()]
    per_epoch = ended.status.steps_per_epoch
    schedule = learning_rate(run.info.config, 4 * per_epoch)

    assert State.COMPLETED is ended.status.state
    assert [1, 2, 3, 4] == [record["epoch"] for record in ended.epochs()]
    assert 1 < records[0]["epoch"] < 2
    assert all(a < b for a, b in pairwise(steps))
    assert 4 * per_epoch == steps[-1]
    for record in ended.steps():
        assert record["learning_rate"] == pytest.approx(float(schedule(record["step"])), rel=1e-4)
    assert all(a["seconds"] <= b["seconds"] for a, b in pairwise(ended.steps()))
    assert ended.stop_reason() is None


def test_continued_after_the_process_died(new_run: NewRun, dead_owner: Owner) -> None:
    """Steps of an epoch that was never finished are done again, not counted twice."""
    run = stopped_at(new_run(architecture="dense", hidden_layers=0, epochs=3), 2)
    append_line(run.folder / "steps.jsonl", {"step": 10**6, "epoch": 2.5, "seconds": 1e6})
    run.write_status(Status(State.TRAINING, dead_owner))
    ended = continue_run(read_run(run.folder))

    assert State.COMPLETED is ended.status.state
    assert 3 * ended.status.steps_per_epoch == ended.steps()[-1]["step"]
    assert ended.steps()[-1]["seconds"] < 1e6


def test_best_before_the_stop_stays_best(new_run: NewRun) -> None:
    """The best epoch is that of the whole history, so continuing never loses a better model."""
    run = stopped_at(
        new_run(architecture="dense", hidden_layers=0, epochs=3, learning_rate=0.02), 2
    )
    epochs = run.epochs()
    best = {**epochs[0], "val_accuracy": 1.0}  # better than anything that can come
    write_lines(run.folder / "epochs.jsonl", [best, *epochs[1:]])
    before = run.keras_path.read_bytes()
    ended = continue_run(run)

    assert 1 == ended.result.best_epoch
    assert before == ended.keras_path.read_bytes()


def test_a_finished_run_is_trained_further(new_run: NewRun) -> None:
    """More epochs join the history; the learning rate goes on where that of a run planned so long
    would be; what was changed stands on record."""
    run = train_run(new_run(architecture="dense", epochs=2, batch_size=64))
    first = run.epochs()
    ended = continue_run(run, epochs=4)
    per_epoch = ended.status.steps_per_epoch
    schedule = learning_rate(TrainConfig(epochs=4), 4 * per_epoch)

    assert State.COMPLETED is ended.status.state
    assert 4 == ended.info.config.epochs
    assert first == ended.epochs()[:2]
    assert [1, 2, 3, 4] == [record["epoch"] for record in ended.epochs()]
    assert [{"step": 2 * per_epoch, "epochs": 4}] == recorded_changes(ended)
    for record in ended.steps():
        if record["step"] > 2 * per_epoch:
            assert record["learning_rate"] == pytest.approx(
                float(schedule(record["step"])), rel=1e-4
            )
    assert ended.result.best_epoch in range(1, 5)
    assert ended.result.validation_accuracy >= max(r["val_accuracy"] for r in first) - 1e-6


def test_resuming_keeps_what_the_optimiser_knows(new_run: NewRun, store: RunStore) -> None:
    """The second part starts from the weights and moments of the first: its loss goes on from
    where it stood, below the mean of the first part."""
    settings = {"architecture": "dense", "schedule": "constant", "learning_rate": 0.001}
    run = train_run(new_run(**settings, epochs=1))
    ended = continue_run(run, epochs=2)
    first, second = ended.epochs()

    before, after = (
        [r["loss"] for r in ended.steps() if epoch < r["epoch"] <= epoch + 1] for epoch in (0, 1)
    )
    assert after[0] < sum(before) / len(before)
    assert second["val_loss"] < first["val_loss"]


def test_a_model_is_there_while_its_run_goes_on(new_run: NewRun, dead_owner: Owner) -> None:
    """Between two ends a run has the model of the first; killed then, better weights are made
    usable."""
    run = train_run(new_run(architecture="dense", epochs=1))
    queued = resume(run, epochs=3)
    assert State.QUEUED is queued.status.state
    assert queued.is_usable
    assert not queued.needs_rescue

    queued.write_status(Status(State.TRAINING, dead_owner))
    assert not read_run(queued.folder).needs_rescue
    queued.best_path.write_bytes(b"weights")  # as an epoch that was better leaves it
    assert read_run(queued.folder).needs_rescue


@pytest.mark.parametrize("damage", ["torn", "empty", "of another network"])
def test_damaged_checkpoint(damage: str, new_run: NewRun) -> None:
    """Going on from it fails with a reason on record; the model and the history stay."""
    run = stopped_at(new_run(architecture="dense", hidden_layers=0, epochs=4), 2)
    state = run.checkpoint_path.read_bytes()
    if damage == "of another network":
        other = stopped_at(new_run(architecture="dense", hidden_layers=1, epochs=2), 1)
        state = other.checkpoint_path.read_bytes()
    run.checkpoint_path.write_bytes({"torn": state[:-100], "empty": b""}.get(damage, state))
    history = run.epochs()

    with pytest.raises(DigitLabError, match=r"checkpoint\.npz (cannot be read|is of another)"):
        continue_run(run)
    found = read_run(run.folder)
    assert State.FAILED is found.status.state
    assert found.is_usable
    assert history == found.epochs()


def test_nothing_to_continue(trained: Run, new_run: NewRun) -> None:
    """A run that has done all its epochs, diverged or is at work says why it cannot go on."""
    with pytest.raises(DigitLabError, match="2 epochs behind it: ask for more than that"):
        continue_run(trained)
    assert not can_resume(new_run())

    run = new_run(architecture="dense", hidden_layers=0)
    with pytest.raises(DigitLabError, match=f"{run.id} is queued already"):
        continue_run(run)
    append_line(run.folder / RunFile.STEPS, {"step": 3, "epoch": 0.2})
    run.write_status(Status(State.FAILED, message="The loss became infinite."))
    assert not can_resume(read_run(run.folder))
    with pytest.raises(DigitLabError, match="nothing to go on from: it is failed"):
        continue_run(read_run(run.folder))


@pytest.mark.parametrize("state", [State.INTERRUPTED, State.STOPPED, State.FAILED])
def test_a_run_that_never_began_begins_again(state: State, new_run: NewRun) -> None:
    """A queue that died with its server, a cancelled run and one that could not start are lost
    time, not lost runs."""
    run = new_run(architecture="dense", hidden_layers=0, epochs=1)
    run.write_status(Status(state))
    assert can_resume(read_run(run.folder))

    assert State.COMPLETED is continue_run(read_run(run.folder)).status.state


def test_a_run_that_died_in_its_first_epoch_begins_again(
    new_run: NewRun, dead_owner: Owner
) -> None:
    """Without a whole epoch there is nothing to go on from: its few steps are trained anew."""
    run = new_run(architecture="dense", hidden_layers=0, epochs=1)
    append_line(run.folder / RunFile.STEPS, {"step": 3, "epoch": 0.2, "seconds": 1.0})
    run.write_status(Status(State.TRAINING, dead_owner))

    ended = continue_run(read_run(run.folder))
    assert State.COMPLETED is ended.status.state
    steps = [record["step"] for record in ended.steps()]
    assert sorted(set(steps)) == steps


@pytest.mark.parametrize("epochs", [-5, 0, 2, 101, 10**9])
def test_hostile_numbers_of_epochs(epochs: int, trained: Run) -> None:
    """Too few and too many are refused, and the run stays as it was."""
    before = (trained.folder / "run.json").read_bytes()
    with pytest.raises(DigitLabError, match=r"ask for more|epochs must be from"):
        resume(trained, epochs)
    assert before == (trained.folder / "run.json").read_bytes()
    assert State.COMPLETED is read_run(trained.folder).status.state
