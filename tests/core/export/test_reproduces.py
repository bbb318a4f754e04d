"""A script does what the run did: step by step where nothing is random, else to the same figure."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.data import Dataset, load, load_named
from core.export import script
from core.runs.requests import recorded_changes, request_learning_rate
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.worker import train_run

# With all training digits in one batch their order does not matter, so every figure must agree.
ONE_BATCH = {"batch_size": 1024, "train_fraction": 0.4, "epochs": 6, "seed": 5}
ALL_AT_ONCE = {
    "adam, sparse": {"architecture": "dense", "hidden_layers": 1, "learning_rate": 0.01},
    "adamw, batch normalisation, wrong labels": {
        "architecture": "cnn",
        "filters": 8,
        "normalization": "batch",
        "hidden_layers": 0,
        "optimizer": "adamw",
        "weight_decay": 0.2,
        "schedule": "cosine",
        "label_noise": 0.3,
        "learning_rate": 0.005,
    },
    "muon, convolutions, integer labels, sigmoid": {
        "architecture": "cnn",
        "filters": 8,
        "output": "sigmoid",
        "loss": "sparse",
        "optimizer": "muon",
        "weight_decay": 0.1,
        "learning_rate": 0.003,
    },
    "rmsprop, ten separate answers": {
        "architecture": "dense",
        "output": "sigmoid",
        "loss": "binary",
        "optimizer": "rmsprop",
        "schedule": "constant",
        "learning_rate": 0.003,
    },
    "momentum, squares": {
        "architecture": "dense",
        "hidden_layers": 2,
        "activation": "tanh",
        "loss": "mse",
        "optimizer": "momentum",
        "learning_rate": 0.5,
    },
    "sgd, one-hot, sigmoid": {
        "architecture": "quick_cnn",
        "output": "sigmoid",
        "loss": "categorical",
        "optimizer": "sgd",
        "schedule": "constant",
        "learning_rate": 0.03,
    },
}

# Real trainings of a few seconds in which the order does matter.
SMALL = {
    "dense": {"architecture": "dense", "units": 64, "epochs": 5, "loss": "categorical"},
    "normalised CNN": {
        "architecture": "cnn",
        "filters": 8,
        "hidden_layers": 0,
        "normalization": "batch",
        "epochs": 3,
    },
    "sigmoid": {
        "architecture": "dense",
        "hidden_layers": 2,
        "units": 50,
        "output": "sigmoid",
        "loss": "binary",
        "epochs": 6,
    },
}
SHARED = {"batch_size": 32, "learning_rate": 0.01, "schedule": "one_cycle", "dropout": 0.0}


@pytest.fixture
def new_run(tmp_path: Path) -> Any:
    """A function that makes a run on the offline digits, queued."""
    store = RunStore(tmp_path / "runs", shipped=tmp_path / "none")
    return lambda config, dataset=None: store.create(config, dataset or load_named("offline"))


def figures(records: list[dict[str, Any]]) -> np.ndarray:
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    return np.array([[record[name] for name in names] for record in records])


def executed(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What stands under which name after the run's script was executed here."""
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    exec(compile(script(run), "script.py", "exec"), names)
    return names


def figures_of(names: dict[str, Any]) -> np.ndarray:
    """The figures by epoch of an executed script."""
    history = names["history"].history
    rows = zip(*history.values(), strict=True)
    return figures([dict(zip(history, row, strict=True)) for row in rows])


def check_agreement(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = figures(run.epochs())
    found = figures_of(executed(run, folder, monkeypatch))

    assert expected[-1, 0] < expected[0, 0]  # it learned something, so steps were made
    # Accuracies are shares of 516 and 141 digits, of which one or two lie on the edge.
    np.testing.assert_allclose(found[:, ::2], expected[:, ::2], rtol=0.01)
    np.testing.assert_allclose(found[:, 1::2], expected[:, 1::2], atol=0.04)


@pytest.mark.parametrize("settings", ALL_AT_ONCE.values(), ids=ALL_AT_ONCE.keys())
def test_every_epoch_is_the_same(
    settings: dict[str, Any], new_run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Network, first weights, loss, optimiser, rate, labels: each epoch has the run's figures."""
    config = TrainConfig(**{"dropout": 0.0} | ONE_BATCH | settings)

    check_agreement(train_run(new_run(config)), tmp_path, monkeypatch)


@pytest.mark.parametrize("schedule", ["constant", "one_cycle"])
def test_learning_rate_that_was_changed_on_the_way(
    schedule: str, new_run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rate set during the training holds from the same step on, as a part of its schedule."""
    settings = {"architecture": "dense", "dropout": 0.0, "learning_rate": 0.01}
    run = new_run(TrainConfig(**ONE_BATCH | settings | {"schedule": schedule, "epochs": 8}))

    def watch(record: dict[str, Any]) -> None:
        if record.get("step") == 2:
            request_learning_rate(run, 0.0005)
        elif record.get("step") == 5:
            request_learning_rate(run, 0.005)

    ended = train_run(run, watch)

    assert [(2, 0.0005), (5, 0.005)] == [
        (c["step"], c["learning_rate"]) for c in recorded_changes(ended)
    ]
    check_agreement(ended, tmp_path, monkeypatch)


def test_early_stopping(new_run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With patience the script ends after as many epochs as the run did."""
    settings = {"architecture": "dense", "dropout": 0.0, "patience": 3, "learning_rate": 0.01}
    config = TrainConfig(**ONE_BATCH | settings | {"epochs": 60, "schedule": "constant"})
    run = train_run(new_run(config))

    assert len(run.epochs()) < 60
    found = figures_of(executed(run, tmp_path, monkeypatch))
    assert len(run.epochs()) == pytest.approx(len(found), abs=3)


def run_script(run: Run, folder: Path, *arguments: str) -> float:
    """The accuracy that the run's script prints when it is run on its own."""
    path = folder / "script.py"
    path.write_text(script(run), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path), *arguments],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert 0 == done.returncode, done.stderr
    said, accuracy = done.stdout.splitlines()[-1].split(": ")
    assert "Test accuracy" == said
    return float(accuracy)


def check_saved_model(folder: Path, dataset: Dataset, accuracy: float) -> None:
    model = keras.models.load_model(folder / "model.keras")
    answers = model.predict(dataset.test.images[..., np.newaxis], verbose=0)

    assert answers.shape == (len(dataset.test), 10)
    assert accuracy == pytest.approx(
        (answers.argmax(axis=1) == dataset.test.labels).mean(), abs=1e-4
    )


@pytest.mark.parametrize("settings", SMALL.values(), ids=SMALL.keys())
def test_the_result_is_the_same(
    settings: dict[str, Any], new_run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With batches in another order a script comes within 5 of 364 test digits of the run."""
    run = train_run(new_run(TrainConfig(**SHARED | settings)))
    accuracy = executed(run, tmp_path, monkeypatch)["accuracy"]

    assert run.result.test_accuracy > 0.93
    assert accuracy == pytest.approx(run.result.test_accuracy, abs=5.1 / 364)
    check_saved_model(tmp_path, load_named("offline"), accuracy)


def test_script_on_its_own(new_run: Any, tmp_path: Path) -> None:
    """A program of its own, on MNIST where there is some: it trains, saves its model and says how
    good it is, to half a point as good as the run."""
    dataset, folder = load(), os.environ.get("DIGITS_DATA_DIR")
    many = {"train_fraction": 0.5, "batch_size": 128, "learning_rate": 0.003} if folder else {}
    run = train_run(new_run(replace(PRESETS["one_hidden"].config, epochs=3, **many), dataset))
    accuracy = run_script(run, tmp_path, *([folder] if folder else []))

    assert run.result.test_accuracy > 0.9
    as_near = 0.005 if folder else 5.1 / 364  # of the few offline digits, as above
    assert accuracy == pytest.approx(run.result.test_accuracy, abs=as_near)
    check_saved_model(tmp_path, dataset, accuracy)
