"""The command line as a process of its own, as a shell runs it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.inference import Classifier
from core.runs.store import RunStore
from tests.waiting import PATIENCE, wait_for

PROJECT = Path(__file__).resolve().parents[3]
LONG = ["--architecture", "cnn", "--hidden-layers", "0", "--epochs", "50", "--batch-size", "64"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The offline digits, and a folder of runs of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DIGITS_DATA_DIR"}
    return environment | {
        "DIGITS_RUNS_DIR": str(tmp_path / "runs"),
        "DIGITS_OFFLINE": "1",
        "KERAS_HOME": str(tmp_path / "keras"),
    }


@pytest.fixture
def training(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A long training that has just begun."""
    process = subprocess.Popen(
        [sys.executable, "-m", "core", "train", *LONG, "--format", "json"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to a process")
def test_ctrl_c_keeps_the_model(training: subprocess.Popen[str], tmp_path: Path) -> None:
    """Ctrl-C in mid-training ends it well: a usable model, its outcome as JSON, status 0."""
    wait_for(lambda: training.poll() is not None or [*tmp_path.glob("runs/*/epochs.jsonl")])
    training.send_signal(signal.SIGINT)
    output, errors = training.communicate(timeout=PATIENCE)
    said = json.loads(output)
    run = RunStore(tmp_path / "runs").get(said["run"])

    assert 0 == training.returncode, errors
    assert "stopped" == said["state"]
    assert run.result.test_accuracy == said["result"]["test_accuracy"]
    assert run.steps()[-1]["step"] < run.status.total_steps
    assert Classifier(run)


def test_native_logs_stay_off_the_terminal(environment: dict[str, str], tmp_path: Path) -> None:
    """Standard error holds what this program has to say and nothing of its libraries."""
    done = subprocess.run(
        [sys.executable, "-m", "core", "evaluate", "nowhere"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert (1, "") == (done.returncode, done.stdout)
    assert 1 == len(done.stderr.splitlines())
    assert done.stderr.startswith("error: There is no run called 'nowhere'")


def test_predict_in_a_process(environment: dict[str, str], tmp_path: Path) -> None:
    """LiteRT's own messages do not mix with the output."""
    done = subprocess.run(
        [sys.executable, "-m", "core", "predict", str(tmp_path / "none.png"), "--format", "json"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert (1, "") == (done.returncode, done.stderr)
    assert {"path", "error"} == set(json.loads(done.stdout))
