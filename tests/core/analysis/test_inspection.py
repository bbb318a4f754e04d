"""What is computed about a run is cached with it, and never mistaken for that of another."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.analysis import analysis_cache, neighbours
from core.analysis.evaluation_sets import available_sets, evaluate_on
from core.analysis.inspection import Inspection
from core.config.train_config import TrainConfig
from core.data import Dataset, load_named
from core.errors import DigitLabError
from core.runs.run import PRETRAINED, Run, read_run
from core.runs.store import RunStore
from core.training.worker import train_run


@pytest.fixture(scope="module")
def offline() -> Dataset:
    """The few digits that are there without a network."""
    return load_named("offline")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, offline: Dataset) -> Run:
    """A small network that knows its digits, trained in moments."""
    store = RunStore(tmp_path_factory.mktemp("runs"))
    config = TrainConfig(architecture="dense", batch_size=32, epochs=4)
    return train_run(store.create(config, offline))


@pytest.fixture(autouse=True)
def small_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index is soon made when its directions are found on few digits."""
    monkeypatch.setattr(neighbours, "_SAMPLE", 150)


@pytest.fixture
def run(tmp_path: Path, trained: Run) -> Run:
    """A copy of that run, of which nothing is known yet."""
    folder = tmp_path / "runs" / "copied"
    shutil.copytree(trained.folder, folder)
    return read_run(folder)


def test_computed_once(run: Run, offline: Dataset) -> None:
    """The second time it comes from the folder, the same to the bit and without any progress."""
    first, again = Inspection(run, offline), Inspection(run, offline)
    told: list[float] = []
    index, curves = first.neighbour_index(told.append), first.robustness(told.append)
    assert told
    told.clear()
    cached_index, cached_curves = again.neighbour_index(told.append), again.robustness(told.append)

    assert [] == told
    assert curves == cached_curves
    for name, array in vars(index).items():
        np.testing.assert_array_equal(array, vars(cached_index)[name])


def test_another_model_is_computed_anew(run: Run, offline: Dataset) -> None:
    """A run that was trained further has another file, and what was cached is not found."""
    Inspection(run, offline).neighbour_index()
    assert analysis_cache.load(run, offline, "neighbours") is not None
    with run.litert_path.open("ab") as model:
        model.write(b"more")
    assert analysis_cache.load(run, offline, "neighbours") is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY"])
def test_damaged_files_are_computed_anew(run: Run, offline: Dataset, content: bytes) -> None:
    """A torn file counts as none."""
    Inspection(run, offline).neighbour_index()
    (path,) = (run.folder / "analysis").iterdir()
    path.write_bytes(content)
    assert analysis_cache.load(run, offline, "neighbours") is None
    assert len(Inspection(run, offline).neighbour_index().points) == len(offline.train)


OLD = {"mean": np.zeros(3, np.float32), "axes": np.zeros((3, 2)), "points": np.zeros((9, 2))}
SOUND = {
    "mean": np.zeros(3, np.float16),
    "axes": np.zeros((3, 2), np.float16),
    "points": np.zeros((1433, 2), np.int8),
}
STRANGE = {
    "of an earlier version": OLD,
    "of fewer digits": SOUND | {"points": np.zeros((9, 2), np.int8)},
    "with other axes": SOUND | {"axes": np.zeros((4, 2), np.float16)},
    "without shape": SOUND | {"points": np.int8(1), "mean": np.float16(1)},
    "with a name too many": SOUND | {"more": np.zeros(1)},
    "with a name too few": {"mean": SOUND["mean"]},
}


@pytest.mark.parametrize("arrays", STRANGE.values(), ids=STRANGE.keys())
def test_what_is_no_index_is_computed_anew(run: Run, offline: Dataset, arrays: dict) -> None:
    """Arrays of other shapes or types are never taken for an index."""
    analysis_cache.save(run, offline, "neighbours", arrays)

    index = Inspection(run, offline).neighbour_index()

    assert len(offline.train) == len(index.points)
    assert (index.axes.shape[1], np.int8) == (index.points.shape[1], index.points.dtype)
    assert index.points.any()


def test_neighbours_leave_out_the_digit_itself(run: Run, offline: Dataset) -> None:
    """Five others, and mostly of its own kind."""
    inspection = Inspection(run, offline)
    index = inspection.neighbour_index()
    alike = []
    for digit in range(0, 200, 20):
        neighbours = inspection.neighbours(offline.train.images[digit], index)
        assert 5 == len(set(neighbours.tolist()))
        assert digit not in neighbours
        alike.append(np.mean(offline.train.labels[neighbours] == offline.train.labels[digit]))
    assert np.mean(alike) > 0.8


def test_what_a_run_can_be_evaluated_on(tmp_path: Path, offline: Dataset) -> None:
    """Digits it was not trained on hold no validation digits of its own, and unknown labels
    cannot be corrected."""
    run = RunStore(tmp_path).get(PRETRAINED)
    assert ("test",) == available_sets(run, offline)
    with pytest.raises(DigitLabError, match="choose one of: test"):
        evaluate_on(run, offline, "validation")
    assert len(offline.test) == len(evaluate_on(run, offline).indices)
