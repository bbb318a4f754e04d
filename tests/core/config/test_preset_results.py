"""What a preset came to is read from a file that may be missing, torn or of another version."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.config import preset_results as reader
from core.config.preset_results import PresetResult, preset_result

ROW = {"preset": "fast", "test_accuracy": 0.992, "seconds": 4.5, "epochs": 2}


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing is remembered from one test to the next."""
    reader._all.cache_clear()
    yield
    reader._all.cache_clear()


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
