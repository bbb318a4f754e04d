"""`python -m core export`: to standard output or to a file, and never over another by accident."""

import json
from pathlib import Path

import pytest

from core.cli import main
from core.config.train_config import TrainConfig
from core.data import load_named
from core.export import notebook, script
from core.files.json_files import append_line
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def run(runs_dir) -> Run:
    """A completed run with a history."""
    made = RunStore().create(TrainConfig(architecture="dense"), load_named("offline"))
    append_line(made.folder / "steps.jsonl", {"step": 1, "epoch": 0.5, "loss": 2.0, "seconds": 1.0})
    made.write_status(Status(State.COMPLETED))
    return RunStore().get(made.id)


def test_script_to_standard_output(run: Run, capsys: Capture) -> None:
    """Without more words the script is printed, and nothing beside it."""
    assert 0 == main(["export", run.id])

    assert script(run) == capsys.readouterr().out


def test_shipped_run(runs_dir, capsys: Capture) -> None:
    """Without a run it is the shipped one, whose script says what it leaves out."""
    assert 0 == main(["export"])

    assert "LEFT OUT" in capsys.readouterr().out


@pytest.mark.parametrize(("form", "make"), [("script", script), ("notebook", notebook)])
def test_to_a_file(form: str, make, run: Run, tmp_path: Path, capsys: Capture) -> None:
    """A file holds what was asked for; nothing is printed but that it is written."""
    path = tmp_path / "out"
    assert 0 == main(["export", run.id, "--as", form, "--output", str(path)])

    assert make(run) == path.read_text(encoding="utf-8")
    said = capsys.readouterr()
    assert ("", f"{path} is written.\n") == (said.out, said.err)


def test_notebook_is_json(run: Run, capsys: Capture) -> None:
    """A notebook on standard output is one JSON object."""
    assert 0 == main(["export", run.id, "--as", "notebook"])

    assert 4 == json.loads(capsys.readouterr().out)["nbformat"]


def test_existing_file_stays(run: Run, tmp_path: Path, capsys: Capture) -> None:
    """A file that is there is replaced only with --force."""
    path = tmp_path / "mine.py"
    path.write_text("mine")

    assert 1 == main(["export", run.id, "--output", str(path)])
    assert "mine" == path.read_text()
    assert "is there already" in capsys.readouterr().err
    assert 0 == main(["export", run.id, "--output", str(path), "--force"])
    assert script(run) == path.read_text(encoding="utf-8")


def test_tensorboard(run: Run, tmp_path: Path, capsys: Capture) -> None:
    """Event files go to a folder, which must be empty or new unless forced."""
    folder = tmp_path / "new" / "events"
    command = ["export", run.id, "--as", "tensorboard", "--output", str(folder)]

    assert 0 == main(command)
    assert {"train", "validation"} == {path.name for path in folder.iterdir()}
    assert f"tensorboard --logdir {folder}" in capsys.readouterr().err
    assert 1 == main(command)
    assert "is not empty" in capsys.readouterr().err
    assert 0 == main([*command, "--force"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "folder"], "folder is a folder; name a file in it"),
        (["--output", "folder", "--force"], "folder is a folder; name a file in it"),
        (["--output", "none/x.py"], "none/x.py cannot be written: No such file or directory"),
        (["--as", "tensorboard"], "name it with --output FOLDER"),
        (["--as", "tensorboard", "--output", "file"], "file cannot be written: "),
        (["--as", "tensorboard", "--output", "file/x"], "file/x cannot be written: "),
    ],
)
def test_impossible_place(
    arguments: list[str],
    said: str,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    """What cannot be written is an error of one line that names the place."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")

    assert 1 == main(["export", run.id, *arguments])
    error = capsys.readouterr().err
    assert said in error
    assert 1 == error.count("\n")
    assert "mine" == (tmp_path / "file").read_text()


@pytest.mark.parametrize("name", ["../../etc", "nope", "", "%00", "x" * 5000])
def test_no_such_run(name: str, runs_dir, capsys: Capture) -> None:
    """A run that does not exist is an error, whatever it is called."""
    assert 1 == main(["export", name])

    assert "There is no run called" in capsys.readouterr().err
