"""What a file system refuses, said in words."""

import errno
import os
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.files.json_files import append_line, read_json, read_lines, write_json
from core.files.storage import StorageError, writing
from core.runs.store import RunStore


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, r"status\.json cannot be written in .*: No space left on device, "
                       r"[\d.]+ MB are free\. Make room there, then try again\."),
        (errno.EACCES, r"Permission denied\. See that you may write there, or choose another "),
        (errno.EROFS, r"Read-only file system\. See that you may write there"),
    ],
)  # fmt: skip
def test_in_words(number: int, expected: str, tmp_path: Path) -> None:
    """What happened, to which file, where, how much is free, and what to do."""
    with pytest.raises(StorageError, match=expected), writing(tmp_path / "status.json"):
        raise OSError(number, os.strerror(number))


def test_a_library_with_errors_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any error while the disc is full is that of a full disc; with room it stays what it is."""
    with pytest.raises(RuntimeError), writing(tmp_path / "model.keras"):
        raise RuntimeError("Unable to write the file")

    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(4096))
    with pytest.raises(StorageError, match=r"0\.0 MB are free"), writing(tmp_path / "model.keras"):
        raise RuntimeError("Unable to write the file")


def test_other_errors_pass(tmp_path: Path) -> None:
    """A folder that is gone, and what is explained already, stay what they are."""
    with pytest.raises(FileNotFoundError):
        write_json(tmp_path / "gone" / "status.json", {})
    with pytest.raises(DigitLabError, match=r"^explained$"), writing(tmp_path / "status.json"):
        raise DigitLabError("explained")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disc that is always full")
def test_a_line_on_a_full_disc() -> None:
    """The system's own always-full file is refused in words."""
    with pytest.raises(StorageError, match=r"full cannot be written in /dev: No space left"):
        append_line(Path("/dev/full"), {"step": 1})


def test_a_torn_line_spoils_no_other(tmp_path: Path) -> None:
    """A line that was cut short, by a kill or a full disc, does not swallow the one after it."""
    path = tmp_path / "steps.jsonl"
    append_line(path, {"step": 1})
    with path.open("ab") as file:
        file.write(b'{"step": 2, "lo')
    append_line(path, {"step": 3})

    assert [{"step": 1}, {"step": 3}] == read_lines(path)


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    """A file that cannot be written whole is as it was, and no scrap lies beside it."""
    path = tmp_path / "status.json"
    write_json(path, {"state": "training"})
    with pytest.raises(TypeError):
        write_json(path, {"state": object()})

    assert {"state": "training"} == read_json(path)
    assert [path] == list(tmp_path.iterdir())


def test_a_file_where_the_runs_should_be(tmp_path: Path, offline: Dataset) -> None:
    """Reading finds no runs there; making one says what is in the way."""
    place = tmp_path / "runs"
    place.write_text("not a folder")
    store = RunStore(place, shipped=tmp_path / "none")

    assert [] == store.runs()
    assert [] == store.damaged()
    with pytest.raises(StorageError, match=rf"Remove {place}, or choose another"):
        store.create(TrainConfig(), offline)
