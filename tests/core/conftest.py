"""One real trained run for all tests of the training, and digits that are quick to train on."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.config.train_config import TrainConfig
from core.data import Dataset, load_named
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.worker import train_run

NewRun = Callable[..., Run]


@pytest.fixture(scope="session")
def offline() -> Dataset:
    """The digits inside scikit-learn: 1,433 to train on, the same on every machine."""
    return load_named("offline")


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    """An empty store without a shipped run."""
    return RunStore(tmp_path / "runs", shipped=tmp_path / "none")


@pytest.fixture
def new_run(store: RunStore, offline: Dataset) -> NewRun:
    """Return a function that makes a run on the offline digits, queued."""
    return lambda **settings: store.create(TrainConfig(**settings), offline)


@pytest.fixture(scope="session")
def records() -> list[dict[str, Any]]:
    """What the observer of `trained` was told."""
    return []


@pytest.fixture(scope="session")
def trained(
    offline: Dataset, records: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """A network with every kind of trick, trained for two short epochs. Do not write to it."""
    store = RunStore(tmp_path_factory.mktemp("trained"))
    run = store.create(TrainConfig(architecture="fast_cnn", epochs=2), offline)
    return train_run(run, records.append)


@pytest.fixture(scope="session")
def dead_owner() -> Owner:
    """A process that has just ended."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = Owner.of(process.pid)
    process.communicate()
    return owner
