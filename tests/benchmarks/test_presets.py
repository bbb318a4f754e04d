"""The benchmark of presets: a row for each, from a training or from the shipped run's record."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import presets
from benchmarks.presets import SHIPPED_PRESET, main, measure, save, save_curves, shipped
from core.config.presets import PRESETS, Preset
from core.config.train_config import TrainConfig
from core.data import load_named
from core.errors import DigitLabError
from core.runs.folder import RunFile

TINY = TrainConfig(architecture="dense", hidden_layers=0, epochs=2, batch_size=64)


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch, runs_dir: Path) -> None:
    """Two presets that are trained in a second on the offline digits, and the shipped one."""
    few = {
        "softmax": Preset("Softmax", "", TINY),
        "fast": Preset("Fast", "", replace(TINY, epochs=1)),
        SHIPPED_PRESET: PRESETS[SHIPPED_PRESET],
    }
    monkeypatch.setattr(presets, "PRESETS", few)
    monkeypatch.setattr(presets, "load_named", lambda name: load_named("offline"))


def test_a_preset_is_trained_to_its_end(tiny: None, runs_dir: Path) -> None:
    """All its epochs, with the figures of the run; nothing is left among the user's runs."""
    (row,) = measure(["softmax"], ["softmax"], load_named("offline"))

    assert ("softmax", 7850, 2, "trained now") == (
        *(row[name] for name in ("preset", "parameters", "epochs", "origin")),
    )
    low, high = row["test_interval"]
    assert low < row["test_accuracy"] < high
    assert row["seconds"] > 0
    assert row["images_per_second"] > 0
    assert not list(runs_dir.glob(f"*/{RunFile.RUN}"))


def test_the_shipped_run_stands_for_its_preset(tiny: None) -> None:
    """Its row is marked as a record, with the accuracy that its own files tell."""
    (row,) = measure([SHIPPED_PRESET], [], load_named("offline"))

    assert "the shipped run's record" == row["origin"]
    assert row["test_accuracy"] > 0.99
    assert row["epochs"] >= row["best_epoch"]


def test_another_preset_has_no_record(tiny: None) -> None:
    """The shipped run stands for no other settings than its own."""
    with pytest.raises(DigitLabError, match="no training of the preset softmax"):
        shipped("softmax")


def test_saving_keeps_what_was_known_of_others(tiny: None, tmp_path: Path) -> None:
    """Rows come in the order of the presets; one measured anew takes the place of the old."""
    path = tmp_path / "presets.json"
    save([{"preset": "fast", "seconds": 1}], path)
    save([{"preset": "softmax", "seconds": 2}, {"preset": "gone", "seconds": 3}], path)
    save([{"preset": "fast", "seconds": 4}], path)

    expected = [{"preset": "softmax", "seconds": 2}, {"preset": "fast", "seconds": 4}]
    assert expected == json.loads(path.read_text())["rows"]


def test_curves_are_saved_beside(tiny: None, tmp_path: Path) -> None:
    """Those of each epoch of a training, without the row's other figures and without touching
    those of other presets; the table that is printed and saved has none."""
    rows = measure(["softmax"], ["softmax"], load_named("offline"))
    path = tmp_path / "curves.json"
    save_curves([{"preset": "fast", "curves": {"loss": [1.0]}}], path)
    save_curves(rows, path)

    saved = json.loads(path.read_text())
    assert ["softmax", "fast"] == list(saved)
    assert ["loss", "accuracy", "val_loss", "val_accuracy"] == list(saved["softmax"])
    assert all(TINY.epochs == len(values) for values in saved["softmax"].values())
    save(rows, tmp_path / "presets.json")
    assert "curves" not in json.loads((tmp_path / "presets.json").read_text())["rows"][0]


@pytest.mark.parametrize("content", ["", "[]", '{"rows": 3}', '{"rows": [3]}'])
def test_saving_over_a_damaged_file(content: str, tiny: None, tmp_path: Path) -> None:
    """It is replaced."""
    path = tmp_path / "presets.json"
    path.write_text(content)
    save([{"preset": "fast", "seconds": 4}], path)

    assert [{"preset": "fast", "seconds": 4}] == json.loads(path.read_text())["rows"]


def test_the_command_prints_a_row_for_each_preset(
    tiny: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a table for people, as one object for programs."""
    assert 0 == main(["--preset", "fast", "--preset", "best"])
    text = capsys.readouterr().out
    assert "the shipped run's record" in text
    assert "trained now" in text

    assert 0 == main(["--preset", "fast", "--format", "json"])
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert "fast" == row["preset"]
