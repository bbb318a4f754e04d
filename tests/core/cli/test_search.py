"""`python -m core search`: a real small search, its outcome, and what it refuses."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.cli import main
from core.runs.store import RunStore
from core.search.records import all_searches, find_search
from tests.waiting import wait_for

PROJECT = Path(__file__).resolve().parents[3]
SMALL = ["--architecture", "dense", "--hidden-layers", "0", "--epochs", "1"]
RANGES = ["--setting", "learning_rate=0.001..0.1", "--setting", "optimizer=adam,sgd"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The offline digits, and a folder of runs of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DIGITS_DATA_DIR"}
    return environment | {"DIGITS_RUNS_DIR": str(tmp_path / "runs"), "DIGITS_OFFLINE": "1"}


def start(environment: dict[str, str], *more: str) -> subprocess.Popen[str]:
    """Start a search as a shell does."""
    return subprocess.Popen(
        [sys.executable, "-m", "core", "search", *SMALL, *RANGES, *more, "--format", "json"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_search(
    environment: dict[str, str],
    cluster: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A search trains its budget as ordinary runs and tells all trials and the best."""
    monkeypatch.delenv("DIGITS_DATA_DIR", raising=False)
    for name, value in (environment | {"DASK_SCHEDULER_ADDRESS": cluster}).items():
        monkeypatch.setenv(name, value)
    handler = signal.getsignal(signal.SIGINT)
    assert 0 == main(["search", *SMALL, *RANGES, "--trials", "2", "--format", "json"])
    signal.signal(signal.SIGINT, handler)
    said = json.loads(capsys.readouterr().out)
    store = RunStore(tmp_path / "runs", shipped=tmp_path / "none")
    search = find_search(store.root, said["search"])

    assert ("finished", str(search.folder)) == (said["state"], said["folder"])
    assert [1, 2] == [trial["number"] for trial in said["trials"]]
    assert {run.id for run in store.runs()} == {trial["run"] for trial in said["trials"]}
    for trial in said["trials"]:
        run = store.get(trial["run"])
        config = run.info.config
        assert (config.learning_rate, config.optimizer) == tuple(trial["settings"].values())
        assert ("dense", 0, 1) == (config.architecture, config.hidden_layers, config.epochs)
        assert run.result.validation_accuracy == pytest.approx(trial["validation_accuracy"])
    best = max(said["trials"], key=lambda trial: trial["validation_accuracy"])
    assert best == said["best"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to a process")
def test_ctrl_c_keeps_what_there_is(environment: dict[str, str], tmp_path: Path) -> None:
    """Ctrl-C ends the search well: its outcome as JSON, status 0, no process and no active run
    left behind."""
    process = start(environment, "--trials", "50")
    try:
        wait_for(lambda: process.poll() is not None or [*tmp_path.glob("runs/*/epochs.jsonl")])
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=120)
    finally:
        process.kill()
    said = json.loads(output)

    assert (0, "stopped") == (process.returncode, said["state"]), errors
    assert 1 <= len(said["trials"]) < 50
    runs = RunStore(tmp_path / "runs", shipped=tmp_path / "none").runs()
    assert {trial["run"] for trial in said["trials"]} == {run.id for run in runs}
    assert not any(run.status.state.is_active for run in runs)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--setting", "learning_rate"], "names no range"),
        (["--setting", "learning_rate=1..0.1"], "leaves no choice"),
        (["--setting", "speed=1..2"], "There is no setting 'speed'"),
        (["--setting", "seed=1..2"], "seed cannot be searched"),
        (["--setting", "epochs=1..2", "--setting", "epochs=1..3"], "epochs is given twice"),
        (["--setting", "epochs=1..2", "--trials", "0"], "number of trials must be from 1 to 200"),
        (["--setting", "epochs=1..2", "--dropout", "7"], "dropout must be from 0.0 to 0.8"),
    ],
)
def test_explained_error(
    arguments: list[str], message: str, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A range or budget that makes no sense gives status 1, one clear line, and no search."""
    assert 1 == main(["search", *arguments])
    captured = capsys.readouterr()

    assert message in captured.err
    assert ("", 1) == (captured.out, len(captured.err.splitlines()))
    assert [] == all_searches(runs_dir)


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    """The help says how a range is written."""
    with pytest.raises(SystemExit):
        main(["search", "--help"])
    text = " ".join(capsys.readouterr().out.split())

    assert "learning_rate=0.001..0.1" in text
    assert "--trials" in text
