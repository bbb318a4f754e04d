"""A run in a few figures: those of its folder, and none made up for what is missing there."""

import timeit
from dataclasses import replace
from pathlib import Path

import pytest

from core.config.train_config import TrainConfig
from core.data import load_named
from core.errors import DigitLabError
from core.files.json_files import append_line, read_json, write_json
from core.formats import percent
from core.metrics import wilson_interval
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.runs.summary import summarize

OUTCOME = {
    "best_epoch": 2,
    "validation_accuracy": 0.96,
    "validation_loss": 0.1,
    "test_accuracy": 0.95,
    "test_loss": 0.2,
    "test_digits": 1000,
    "parameters": 7850,
    "minimum_energy": 1.0,
}
_POSSIBLE: dict[str, set[float]] = {
    "validation_accuracy": set(),
    "test_accuracy": set(),
    "minimum_energy": {-5, 7},
}


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    """An empty store without a shipped run."""
    return RunStore(tmp_path / "runs", shipped=tmp_path / "none")


@pytest.fixture
def run(store: RunStore) -> Run:
    """A completed run of three epochs."""
    return completed(store, TrainConfig())


def completed(store: RunStore, config: TrainConfig) -> Run:
    """A run whose second epoch has the best accuracy and whose third has the best loss."""
    run = store.create(config, load_named("offline"))
    for epoch, (accuracy, loss) in enumerate([(0.9, 0.3), (0.96, 0.2), (0.94, 0.1)], start=1):
        figures = {"val_accuracy": accuracy, "val_loss": loss, "seconds": 2.5 * epoch}
        append_line(run.folder / "epochs.jsonl", {"epoch": float(epoch), **figures})
    write_json(run.folder / "result.json", OUTCOME)
    run.write_status(Status(State.COMPLETED, total_steps=30))
    return store.get(run.id)


def test_figures_of_a_completed_run(run: Run) -> None:
    """The best validation, the test with its interval, time, parameters and size on disk."""
    run.checkpoint_path.write_bytes(b"x" * 5000)
    found = summarize(run)

    assert (0.96, 0.95, 0.2) == (
        found.validation_accuracy,
        found.test_accuracy,
        found.test_loss,
    )
    assert wilson_interval(950, 1000) == found.test_interval
    assert (7.5, 7850, None) == (found.seconds, found.parameters, found.progress)
    files = [path for path in run.folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) == found.size > 5000


def test_the_validation_accuracy_of_a_training_is_that_of_its_best_epoch(store: RunStore) -> None:
    """Where the loss decides which one that is, another may have a higher accuracy."""
    run = completed(store, TrainConfig(monitor="loss"))
    run.write_status(Status(State.TRAINING, Owner.this_process()))

    assert 0.94 == summarize(store.get(run.id)).validation_accuracy


def test_the_validation_accuracy_of_a_model_is_that_of_its_result(store: RunStore) -> None:
    """As result and model card tell it, whatever was recorded by epoch."""
    run = completed(store, TrainConfig(monitor="loss"))
    shipped = RunStore().get("pretrained")

    assert 0.96 == summarize(run).validation_accuracy
    assert shipped.result.validation_accuracy == summarize(shipped).validation_accuracy
    card = (shipped.folder / "README.md").read_text(encoding="utf-8")
    assert f"{percent(shipped.result.validation_accuracy)} of the validation digits" in card


def test_figures_of_the_shipped_run() -> None:
    """The shipped run says what its result says."""
    run = RunStore().get("pretrained")
    found = summarize(run)

    assert (run.result.test_accuracy, run.result.parameters) == (
        found.test_accuracy,
        found.parameters,
    )
    assert found.test_interval[0] < found.test_accuracy < found.test_interval[1]


@pytest.mark.parametrize(
    ("total", "steps", "expected"),
    [(0, [], 0.0), (40, [], 0.0), (40, [10], 0.25), (40, [10, 40], 1.0), (40, [50], 1.0)],
)
def test_progress_of_an_active_run(run: Run, total: int, steps: list[int], expected: float) -> None:
    """The share of the steps that are done, from 0 to 1."""
    for step in steps:
        append_line(run.folder / "steps.jsonl", {"step": step, "epoch": 0.1, "seconds": 9.0})
    active = Status(State.TRAINING, Owner.this_process(), total_steps=total)

    found = summarize(replace(run, status=active))
    assert expected == found.progress
    assert (9.0 if steps else 7.5) == found.seconds


def test_run_that_has_only_begun(store: RunStore) -> None:
    """What is not known yet is None, not zero."""
    found = summarize(store.create(TrainConfig(), load_named("offline")))

    assert {None} == {
        found.validation_accuracy,
        found.test_accuracy,
        found.test_interval,
        found.test_loss,
        found.seconds,
        found.parameters,
    }


@pytest.mark.parametrize(
    "value", ["much", None, [], float("nan"), float("inf"), -5, 7, 10**400], ids=repr
)
@pytest.mark.parametrize("name", sorted(OUTCOME))
def test_damaged_result(run: Run, store: RunStore, name: str, value: object) -> None:
    """A result that holds nonsense is refused by the name of its file and of the field."""
    write_json(run.folder / "result.json", OUTCOME | {name: value})
    if isinstance(value, int) and value in _POSSIBLE.get(name, {7}):
        assert summarize(store.get(run.id)).run.result is not None
        return
    with pytest.raises(
        DigitLabError, match=rf"result\.json is damaged: {name} must be .*, not "
    ) as error:
        store.get(run.id)
    assert [run.id] == [damaged.id for damaged in store.damaged()]
    assert [str(error.value)] == [damaged.reason for damaged in store.damaged()]


def test_damaged_history(run: Run) -> None:
    """Records without the numbers do not spoil those with them."""
    before = summarize(run)
    append_line(run.folder / "epochs.jsonl", {"epoch": "x", "val_accuracy": "y", "seconds": []})

    found = summarize(run)
    assert before.validation_accuracy == found.validation_accuracy
    assert before.seconds == found.seconds


def test_many_runs_at_once(run: Run) -> None:
    """The figures of a hundred runs take well under a second."""
    assert read_json(run.folder / "run.json")
    tries = timeit.repeat(lambda: summarize(run), number=100, repeat=5)
    assert min(tries) < 0.5  # the quickest: the others say what else the machine did
