"""A run folder and a search folder that version 0.1.0 wrote go on being what they were."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.analysis import evaluate
from core.analysis.training_dynamics import training_dynamics_of
from core.data import Dataset, load_named
from core.export import events_zip, notebook, script
from core.inference import Classifier
from core.runs.requests import recorded_changes, requested_learning_rate
from core.runs.resume import can_resume, resume
from core.runs.run import Run
from core.runs.snapshot import read_snapshot
from core.runs.status import State
from core.runs.store import RunStore
from core.search.records import find_search
from core.training.worker import train_run

DATA = Path(__file__).resolve().parents[2] / "data"
RUN = "20261125-094650-dense-e0098e88"
SEARCH = "20261125-094831-b1309d48"


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """The digits that the run was made for."""
    return load_named("offline")


@pytest.fixture
def old_store(tmp_path: Path) -> RunStore:
    """A store as version 0.1.0 left it."""
    shutil.copytree(DATA / "run_of_0_1_0", tmp_path / RUN)
    shutil.copytree(DATA / "search_of_0_1_0", tmp_path / "searches" / SEARCH)
    return RunStore(tmp_path)


@pytest.fixture
def run(old_store: RunStore) -> Run:
    """The run of then."""
    return old_store.get(RUN)


def test_its_record_is_read(run: Run) -> None:
    """Name, state, settings, history, requests and result say what they said."""
    assert ("Kept since 0.1.0", True) == (run.title, run.annotation.starred)
    assert State.COMPLETED is run.status.state
    assert ("dense", 3, "sgd") == (
        run.info.config.architecture,
        run.info.config.epochs,
        run.info.config.optimizer,
    )
    assert [1, 2, 3] == [record["epoch"] for record in run.epochs()]
    assert 54 == run.steps()[-1]["step"]
    assert 0.02 == requested_learning_rate(run)
    assert [0.02] == [change["learning_rate"] for change in recorded_changes(run)]
    assert "user" == run.stop_reason()
    assert 0.8598901098901099 == run.result.test_accuracy


def test_its_model_predicts_what_it_predicted(run: Run, digits: Dataset) -> None:
    """The stored logits are used, and the model gives the same ones."""
    evaluation = evaluate(run, digits)

    assert run.result.test_accuracy == pytest.approx(evaluation.accuracy)
    again = Classifier(run)(digits.test.images).logits
    np.testing.assert_allclose(again, evaluation.logits, atol=1e-4)


def test_what_it_showed_of_itself_is_read(run: Run, digits: Dataset) -> None:
    """The live snapshot, and what became of the validation digits by epoch."""
    snapshot, dynamics = read_snapshot(run), training_dynamics_of(run, digits)

    assert snapshot is not None
    assert (12, 10) == (len(snapshot.digits), len(snapshot.weights))
    assert dynamics is not None
    assert [1, 2, 3] == dynamics.known.tolist()


def test_it_is_exported(run: Run) -> None:
    """Script, notebook and event files are made of it."""
    assert RUN in script(run)
    assert RUN in notebook(run)
    assert events_zip(run)


def test_it_goes_on(run: Run) -> None:
    """It is trained further from its checkpoint, with its history before it."""
    assert can_resume(run)
    ended = train_run(resume(run, 4))

    assert State.COMPLETED is ended.status.state
    assert [1, 2, 3, 4] == [record["epoch"] for record in ended.epochs()]


def test_its_search_is_read(old_store: RunStore) -> None:
    """What was searched, and its trials."""
    search = find_search(old_store.root, SEARCH)
    progress = search.progress()

    assert ["learning_rate", "optimizer"] == list(search.ranges)
    assert progress.best is not None
    assert (RUN, 0.7) == (progress.best.run, progress.best.value)
