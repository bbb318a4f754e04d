"""Whoever opens a file of a run sees the old content or the new, never a part."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DigitLabError
from core.files.json_files import append_line, read_json, read_lines, replacing, write_json


def test_json_round_trip(tmp_path: Path) -> None:
    """What was written last is read, and nothing else lies about."""
    path = tmp_path / "status.json"
    write_json(path, {"state": "queued"})
    write_json(path, {"state": "training", "owner": {"pid": 1}})

    assert {"state": "training", "owner": {"pid": 1}} == read_json(path)
    assert [path] == list(tmp_path.iterdir())


def test_failed_write_leaves_the_old_content(tmp_path: Path) -> None:
    """A writer that fails midway changes nothing and leaves no temporary file."""
    path = tmp_path / "model.keras"
    path.write_text("old")

    def write_half() -> None:
        with replacing(path) as temporary:
            assert temporary.suffix == ".keras"
            temporary.write_text("ne")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_half()
    assert "old" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


def test_what_json_cannot_hold_leaves_the_old_content(tmp_path: Path) -> None:
    """A record that cannot be written does not take the last good one away."""
    path = tmp_path / "result.json"
    write_json(path, {"accuracy": 0.9})

    with pytest.raises(TypeError):
        write_json(path, {"accuracy": object()})
    assert {"accuracy": 0.9} == read_json(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"3", b"\xff\xfe\x00", pytest.param(b"[" * 99_999, id="deep")],
)
def test_unreadable_json(content: bytes, tmp_path: Path) -> None:
    """A damaged file is named in the error."""
    path = tmp_path / "run.json"
    path.write_bytes(content)

    with pytest.raises(DigitLabError, match=r"run\.json"):
        read_json(path)


def test_missing_files(tmp_path: Path) -> None:
    """A missing JSON file is an error; a history not yet begun is an empty one."""
    with pytest.raises(DigitLabError, match=r"run\.json cannot be read"):
        read_json(tmp_path / "run.json")
    assert [] == read_lines(tmp_path / "steps.jsonl")


RECORDS = st.lists(
    st.dictionaries(st.text(max_size=5), st.integers() | st.floats(allow_nan=False) | st.text()),
    max_size=5,
)


@given(RECORDS, st.data())
def test_torn_last_line(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]], data: st.DataObject
) -> None:
    """Wherever the last line is cut off, all lines before it are read as they were written."""
    path = tmp_path_factory.mktemp("history") / "steps.jsonl"
    for record in [*records, {"step": 123, "loss": 0.5}]:
        append_line(path, record)
    whole = path.read_bytes()
    last = len(json.dumps({"step": 123, "loss": 0.5})) + 1
    path.write_bytes(whole[: len(whole) - data.draw(st.integers(2, last))])

    assert records == read_lines(path)


def test_numbers_that_json_does_not_know(tmp_path: Path) -> None:
    """The last record of a diverging training can be read."""
    path = tmp_path / "steps.jsonl"
    append_line(path, {"loss": math.nan, "accuracy": math.inf})

    (record,) = read_lines(path)
    assert math.isnan(record["loss"])
    assert math.inf == record["accuracy"]
