"""`python -m core labels` trains five networks and lists what they doubt."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.cli import main
from core.data import load
from core.runs.store import RunStore
from core.training import cross_validation
from core.training.cross_validation import FOLDS, fold_runs


@pytest.fixture
def runs_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own, the digits that need no network, and networks that are soon trained."""
    monkeypatch.setenv("DIGITS_RUNS_DIR", str(tmp_path))
    monkeypatch.setenv("DIGITS_OFFLINE", "1")
    monkeypatch.delenv("DIGITS_DATA_DIR", raising=False)
    small = replace(cross_validation.RECIPE, architecture="dense", hidden_layers=0, epochs=2)
    monkeypatch.setattr(cross_validation, "RECIPE", small)
    return tmp_path


def test_labels_are_listed_and_the_networks_used_again(
    runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first call trains, the second finds the runs and says the same."""
    assert 0 == main(["labels", "--format", "json", "--most", "3"])
    first = json.loads(capsys.readouterr().out)
    dataset = load()

    folds = fold_runs(RunStore().runs(), dataset)
    assert first["runs"] == [folds[fold].id for fold in range(FOLDS)]
    assert sum(map(sum, first["joint"])) <= len(dataset.train)
    assert len(first["labels"]) == min(3, first["doubted"])
    for row in first["labels"]:
        assert row["label"] == dataset.train.labels[row["index"]] != row["suggested"]

    assert 0 == main(["labels"])
    assert f"{first['doubted']} of {len(dataset.train):,} training labels" in (
        capsys.readouterr().out
    )
    assert len(RunStore().runs()) == FOLDS + 1  # and the shipped one


def test_a_list_of_none_is_refused(runs_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is trained."""
    assert 1 == main(["labels", "--most", "0"])
    assert "--most must be at least 1" in capsys.readouterr().err
    assert list(runs_dir.iterdir()) == []
