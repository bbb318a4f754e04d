"""What a preset came to is read from a file that may be missing, torn or of another version."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.config import preset_results as reader
from core.config.preset_results import CURVES, PresetResult, preset_curves, preset_result

ROW = {"preset": "fast", "test_accuracy": 0.992, "seconds": 4.5, "epochs": 2}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing is remembered from one test to the next."""
    for remembered in (reader._all, reader._all_curves):
        remembered.cache_clear()
    yield
    for remembered in (reader._all, reader._all_curves):
        remembered.cache_clear()


def read(path: Path, monkeypatch: pytest.MonkeyPatch, name: str = "fast") -> PresetResult | None:
    """What the file says of a preset."""
    monkeypatch.setattr(reader, "MEASURED_PATH", path)
    return preset_result(name)


def test_a_row_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accuracy and seconds of a preset, None for one that nobody measured."""
    path = tmp_path / "presets.json"
    path.write_text(json.dumps({"rows": [ROW]}))

    assert PresetResult(0.992, 4.5) == read(path, monkeypatch)
    assert preset_result("best") is None


def test_a_missing_file_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose presets were never measured works without figures."""
    assert read(tmp_path / "none.json", monkeypatch) is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        '{"rows": [',
        "[]",
        "{}",
        '{"rows": 3}',
        '{"rows": ["fast"]}',
        '{"rows": [{"preset": "fast"}]}',
        '{"rows": [{"preset": "fast", "test_accuracy": "high", "seconds": 1}]}',
        '{"rows": [{"preset": [], "test_accuracy": 0.9, "seconds": 1}]}',
    ],
)
def test_a_damaged_file_says_nothing(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands there instead, no page fails over it."""
    path = tmp_path / "presets.json"
    path.write_text(content)

    assert read(path, monkeypatch) is None


def test_the_shipped_file_names_presets_that_there_are() -> None:
    """Each row belongs to a preset and holds a share and a time."""
    from core.config.presets import PRESETS

    rows: dict[str, Any] = reader._all()
    assert set(rows) <= set(PRESETS)
    assert all(0.5 < row.test_accuracy <= 1 and row.seconds > 0 for row in rows.values())


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"fast": 3}', '{"fast": {"loss": [1]}}', '{"fast": {"loss": "x"}}', '{"fast": []}'],
)
def test_damaged_curves_say_nothing(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page then shows the network alone."""
    path = tmp_path / "curves.json"
    path.write_text(content)
    monkeypatch.setattr(reader, "CURVES_PATH", path)
    assert [] == preset_curves("fast")


def test_the_shipped_curves_are_those_of_the_presets() -> None:
    """As many epochs as were trained; those of the deep CNN are the shipped run's own, and those
    of the preset Overfitting show it."""
    from core.config.presets import PRESETS
    from core.runs.diagnosis import Trend, diagnosis
    from core.runs.store import RunStore

    for name, preset in PRESETS.items():
        assert len(preset_curves(name)) in {0, preset.config.epochs}
    shipped = RunStore().get("pretrained").epochs()
    for recorded, epoch in zip(preset_curves("best"), shipped, strict=True):
        assert all(recorded[curve] == pytest.approx(epoch[curve], abs=1e-5) for curve in CURVES)
    found = diagnosis(preset_curves("overfitting"))
    assert found is not None
    assert Trend.OVERFITTING is found.trend
