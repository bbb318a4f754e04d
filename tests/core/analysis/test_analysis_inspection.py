"""What is computed about a run is kept with it, and never mistaken for that of another."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from core.analysis import kept
from core.analysis.inspection import Inspection
from core.analysis.judged import choices, judge
from core.data import Dataset, load_named
from core.errors import DigitLabError
from core.training.runs import Run, read_run
from core.training.store import RunStore


@pytest.fixture(scope="module")
def offline() -> Dataset:
    """The few digits that are there without a network."""
    return load_named("offline")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A copy of the shipped run that may be written to."""
    folder = tmp_path / "runs" / "copied"
    shutil.copytree(RunStore(tmp_path / "none").shipped, folder, ignore=ignored)
    return read_run(folder)


def ignored(folder: str, names: list[str]) -> set[str]:
    """What was computed before stays behind."""
    return {"analysis"} & set(names)


def test_computed_once(run: Run, offline: Dataset) -> None:
    """The second time it comes from the folder, the same to the bit and without any progress."""
    first, again = Inspection(run, offline), Inspection(run, offline)
    told: list[float] = []
    index, curves = first.neighbour_index(told.append), first.robustness(told.append)
    assert told
    told.clear()
    kept_index, kept_curves = again.neighbour_index(told.append), again.robustness(told.append)

    assert [] == told
    assert curves == kept_curves
    for name, array in vars(index).items():
        np.testing.assert_array_equal(array, vars(kept_index)[name])


def test_another_model_is_computed_anew(run: Run, offline: Dataset) -> None:
    """A run that was trained further has another file, and what was kept is not found."""
    Inspection(run, offline).neighbour_index()
    assert kept.load(run, offline, "neighbours") is not None
    with run.litert_path.open("ab") as model:
        model.write(b"more")
    assert kept.load(run, offline, "neighbours") is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x93NUMPY"])
def test_damaged_files_are_computed_anew(run: Run, offline: Dataset, content: bytes) -> None:
    """A torn file counts as none."""
    Inspection(run, offline).neighbour_index()
    (path,) = (run.folder / "analysis").iterdir()
    path.write_bytes(content)
    assert kept.load(run, offline, "neighbours") is None
    assert len(Inspection(run, offline).neighbour_index().points) == len(offline.train)


def test_neighbours_leave_out_the_digit_itself(run: Run, offline: Dataset) -> None:
    """Five others, and mostly of its own kind."""
    inspection = Inspection(run, offline)
    index = inspection.neighbour_index()
    alike = []
    for number in range(0, 200, 20):
        found = inspection.neighbours(offline.train.images[number], index)
        assert 5 == len(set(found.tolist()))
        assert number not in found
        alike.append(np.mean(offline.train.labels[found] == offline.train.labels[number]))
    assert np.mean(alike) > 0.8


def test_what_a_run_can_be_judged_on(run: Run, offline: Dataset) -> None:
    """Digits it was not trained on hold no validation digits of its own, and unknown labels
    cannot be corrected."""
    assert ("test",) == choices(run, offline)
    with pytest.raises(DigitLabError, match="choose one of: test"):
        judge(run, offline, "validation")
    assert len(offline.test) == len(judge(run, offline).numbers)
