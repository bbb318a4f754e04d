"""After each epoch a training keeps what it answered to each validation digit."""

from pathlib import Path

import numpy as np
import pytest

from core.data import Dataset
from core.runs.resume import resume
from core.runs.run import Run
from core.runs.snapshot import read_snapshot
from core.runs.split import split_indices
from core.runs.validation_predictions import (
    UNKNOWN,
    read_validation_predictions,
    write_validation_predictions,
)
from core.training.worker import train_run
from tests.core.conftest import NewRun

DENSE = {"architecture": "dense", "hidden_layers": 0, "schedule": "constant", "batch_size": 64}


def labels_of(run: Run, offline: Dataset) -> np.ndarray:
    return offline.train.labels[split_indices(offline.train.labels, run.info.config).validation]


def assert_answers_fit_history(run: Run, offline: Dataset) -> None:
    answers, labels = read_validation_predictions(run), labels_of(run, offline)
    assert answers is not None
    assert (len(run.epochs()), len(labels)) == answers.shape
    assert [epoch["val_accuracy"] for epoch in run.epochs()] == pytest.approx(
        (answers == labels).mean(axis=1).tolist(), abs=1e-6
    )


def test_answers_are_those_of_each_epochs_validation(new_run: NewRun, offline: Dataset) -> None:
    """Their share of right ones is the accuracy on record, the last ones fill the matrix shown."""
    run = train_run(new_run(**DENSE, epochs=3))

    assert_answers_fit_history(run, offline)
    answers, shown = read_validation_predictions(run), read_snapshot(run)
    assert answers is not None
    assert shown is not None
    expected = np.zeros((10, 10), int)
    np.add.at(expected, (labels_of(run, offline), answers[-1]), 1)
    np.testing.assert_array_equal(expected, shown.confusion)


def test_a_resumed_run_keeps_those_before(new_run: NewRun, offline: Dataset) -> None:
    """The epochs of both parts stand one after the other."""
    run = train_run(new_run(**DENSE, epochs=2))
    before = read_validation_predictions(run)
    assert before is not None

    run = train_run(resume(run, 4))

    assert_answers_fit_history(run, offline)
    answers = read_validation_predictions(run)
    assert answers is not None
    np.testing.assert_array_equal(before, answers[:2])


def test_an_epoch_whose_answers_were_lost_stays_unknown(new_run: NewRun) -> None:
    """A process killed between two files does not move later epochs to a wrong place."""
    run = train_run(new_run(**DENSE, epochs=2))
    answers = read_validation_predictions(run)
    assert answers is not None
    write_validation_predictions(run, answers[:1])

    answers = read_validation_predictions(train_run(resume(run, 3)))

    assert answers is not None
    assert 3 == len(answers)
    assert (answers[1] == UNKNOWN).all()
    assert (answers[2] != UNKNOWN).all()


@pytest.mark.parametrize(
    "content", [b"", b"\x93NUMPY\x01", b"PK\x03\x04", None], ids=["empty", "torn", "zip", "none"]
)
def test_damaged_answers_are_none(content: bytes | None, new_run: NewRun) -> None:
    """Whatever lies there in their place."""
    run = new_run()
    path: Path = run.folder / "answers.npy"
    if content is not None:
        path.write_bytes(content)

    assert read_validation_predictions(run) is None


def test_answers_of_another_form_are_none(new_run: NewRun) -> None:
    """Numbers that are no classes are not shown as such."""
    run = new_run()
    np.save(run.folder / "answers.npy", np.zeros((2, 3), np.float32))

    assert read_validation_predictions(run) is None
