"""The command line as a process of its own, as a shell runs it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from core.config.train_config import TrainConfig
from core.data import load_named
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


@pytest.mark.parametrize("options", [[], ["-v"]])
def test_verbose_shows_the_native_logs(
    environment: dict[str, str], tmp_path: Path, options: list[str]
) -> None:
    """With -v standard error holds what LiteRT logs as it reads a picture, without it nothing."""
    picture = tmp_path / "one.png"
    sheet = Image.new("L", (200, 200), "white")
    ImageDraw.Draw(sheet).line((105, 40, 95, 160), "black", 14)
    sheet.save(picture)
    done = subprocess.run(
        [sys.executable, "-m", "core", *options, "predict", str(picture)],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert 0 == done.returncode
    assert bool(options) == ("TensorFlow Lite" in done.stderr)
    assert options or "" == done.stderr
    assert done.stdout.startswith(f"{picture}: 1  [1 (")


def head(environment: dict[str, str], lines: int, *arguments: str) -> tuple[list[bytes], int, str]:
    """The first lines of a command's output, its status and its errors, as of `| head`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "core", *arguments],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    said = [process.stdout.readline() for _ in range(lines)]
    process.stdout.close()
    errors = process.stderr.read().decode()
    return said, process.wait(60), errors


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE and no such status")
def test_a_pipe_closed_in_the_middle(environment: dict[str, str], tmp_path: Path) -> None:
    """`runs | head -1` on more than a pipe holds ends quietly with the status of SIGPIPE."""
    store = RunStore(tmp_path / "runs")
    digits = load_named("offline")
    for _ in range(900):
        store.create(TrainConfig(), digits)
    said, status, errors = head(environment, 1, "runs")

    assert said[0].startswith(b"run ")
    assert (141, "") == (status, errors)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE and no such status")
@pytest.mark.parametrize("arguments", [["runs"], ["--version"]])
def test_a_pipe_closed_before_a_word(environment: dict[str, str], arguments: list[str]) -> None:
    """Short output, and what argparse prints before it ends the process, are as quiet."""
    environment["PYTHONUNBUFFERED"] = ""  # else argparse itself gives it up, and ends with 0
    assert ([], 141, "") == head(environment, 0, *arguments)


def test_all_output_is_read(environment: dict[str, str]) -> None:
    """Where the pipe stays open the status is that of the command."""
    done = subprocess.run(
        [sys.executable, "-m", "core", "runs"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.splitlines()[-1].startswith("pretrained")


def test_wrong_argument_in_a_process(environment: dict[str, str]) -> None:
    """One line on standard error, and status 2."""
    done = subprocess.run(
        [sys.executable, "-m", "core", "train", "--epochs", "two"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (2, "") == (done.returncode, done.stdout)
    assert "error: argument --epochs: invalid int value: 'two'" in done.stderr
    assert 1 == len(done.stderr.splitlines())
