"""The command line, in this process: what it prints and the status it ends with."""

import json
import signal
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from core.cli import main
from core.cli.arguments import parse_arguments
from core.config.presets import PRESETS
from core.config.train_config import SETTINGS, TrainConfig
from core.data import load
from core.data.drawings import Drawings
from core.formats import percent
from core.runs.fine_tuning import FineTuning
from core.runs.lesson import read_lesson
from core.runs.run import Run
from core.runs.store import RunStore
from core.training.worker import train_run

Capture = pytest.CaptureFixture[str]
PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunStore]:
    """A store of runs for all tests of this file; afterwards Ctrl-C does what it did before."""
    handler = signal.getsignal(signal.SIGINT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGITS_RUNS_DIR", str(tmp_path_factory.mktemp("runs")))
        patch.delenv("DIGITS_DATA_DIR", raising=False)  # few digits say as much about the commands
        yield RunStore()
    signal.signal(signal.SIGINT, handler)


@pytest.fixture(scope="module")
def trained(store: RunStore) -> Run:
    """A small run, trained by the command line."""
    small = ["--train-fraction", "0.02", "--epochs", "1", "--batch-size", "16"]
    assert (
        main(["train", "--architecture", "dense", "--hidden-layers", "0", "--seed", "3", *small])
        == 0
    )
    return store.runs()[0]


def said_by(capsys: Capture, *arguments: str) -> Any:
    """What a command prints as JSON; it must end well."""
    capsys.readouterr()
    assert main([*arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a written 1, a blank sheet, three rows and a file that is no picture."""
    folder = tmp_path_factory.mktemp("pictures")
    sheet = np.full((200, 200), 255, np.uint8)
    cv2.imwrite(str(folder / "blank.png"), sheet)
    cv2.line(sheet, (105, 40), (95, 160), 0, 14, cv2.LINE_AA)
    cv2.imwrite(str(folder / "one.png"), sheet)
    cv2.imwrite(str(folder / "rows.png"), rows_of_ones_and_blots("1?1", "?", "11"))
    (folder / "notes.txt").write_text("no picture")
    return folder


def rows_of_ones_and_blots(*rows: str) -> NDArray[np.uint8]:
    """A sheet with rows of written ones, and filled squares for "?"."""
    sheet = np.full((200 * len(rows), 600), 255, np.uint8)
    for row, marks in enumerate(rows):
        for column, mark in enumerate(marks):
            place = sheet[200 * row :, 200 * column :]
            if mark == "1":
                cv2.line(place, (105, 40), (95, 160), 0, 14, cv2.LINE_AA)
            else:
                cv2.rectangle(place, (50, 50), (150, 150), 0, cv2.FILLED)
    return sheet


def test_train(trained: Run, capsys: Capture, store: RunStore) -> None:
    """A training takes its settings from the options and tells what came out."""
    small = {"epochs": 1, "batch_size": 512, "train_fraction": 0.05, "learning_rate": 0.02}
    options = [f"--{name.replace('_', '-')}={value}" for name, value in small.items()]
    said = said_by(
        capsys, "train", "--architecture=dense", "--hidden-layers=0", "--optimizer=sgd", *options
    )
    run = store.get(said["run"])

    expected = {"architecture": "dense", "hidden_layers": 0, "optimizer": "sgd", **small}
    assert expected == {name: getattr(run.info.config, name) for name in expected}
    assert ("completed", str(run.folder)) == (said["state"], said["folder"])
    assert vars(run.result) == said["result"]


def test_preset(capsys: Capture, store: RunStore) -> None:
    """A preset gives the settings; options beside it change single ones."""
    quick = [
        "--architecture=dense",
        "--hidden-layers=0",
        "--epochs=1",
        "--train-fraction=0.02",
        "--augmentation=off",
    ]
    said = said_by(capsys, "train", "--preset=best", *quick)
    config = store.get(said["run"]).info.config
    changed = {
        "architecture": "dense",
        "hidden_layers": 0,
        "epochs": 1,
        "train_fraction": 0.02,
        "augmentation": "off",
    }

    assert replace(PRESETS["best"].config, **changed) == config


def test_presets_can_be_set_on_the_page() -> None:
    """Every preset is made of values that the settings' controls offer."""
    for preset in PRESETS.values():
        assert TrainConfig.from_dict(preset.config.to_dict()) == preset.config
        assert preset.title


def test_continue(capsys: Capture, store: RunStore) -> None:
    """A stopped run goes on under its own name and settings, which cannot be changed then."""
    run = store.create(
        TrainConfig(architecture="dense", hidden_layers=0, epochs=2, train_fraction=0.02), load()
    )
    train_run(run, lambda record: run.request_stop("user") if record["epoch"] == 1 else None)
    assert 1 == main(["train", "--continue", run.id, "--seed", "5", "--preset", "best"])
    assert f"{run.id} goes on with its own settings; leave out: preset, seed." in (
        capsys.readouterr().err
    )

    said = said_by(capsys, "train", "--continue", run.id)

    assert (run.id, "completed") == (said["run"], said["state"])
    assert 2 == len(store.get(run.id).epochs())

    said_by(capsys, "train", "--continue", run.id, "--epochs", "3")
    assert 3 == len(store.get(run.id).epochs())


def test_train_for_people(trained: Run, capsys: Capture) -> None:
    """Without --format a sentence tells the accuracies; standard output holds nothing else."""
    assert 0 == main(
        ["train", "--architecture", "dense", "--hidden-layers", "0", "--train-fraction", "0.02"]
    )
    lines = capsys.readouterr().out.splitlines()

    assert 1 == len(lines)
    assert "% of the test digits" in lines[0]


def test_runs(trained: Run, capsys: Capture, store: RunStore) -> None:
    """All runs as one array, with settings, state and result, the shipped one last."""
    said = said_by(capsys, "runs")
    (mine,) = [run for run in said if run["run"] == trained.id]

    assert [run.id for run in store.runs()] == [run["run"] for run in said]
    assert "pretrained" == said[-1]["run"]
    assert trained.info.config.to_dict() == mine["config"]
    assert ("completed", "") == (mine["state"], mine["message"])
    assert vars(trained.result) == mine["result"]


def test_runs_for_people(trained: Run, capsys: Capture) -> None:
    """One line a run below the heading, with the accuracy as people write it."""
    assert 0 == main(["runs"])
    heading, *lines = capsys.readouterr().out.splitlines()

    assert "test accuracy" in heading
    (mine,) = [line for line in lines if line.startswith(trained.id)]
    assert f"{100 * trained.result.test_accuracy:.2f} %" in mine
    assert lines[-1].startswith("pretrained")


def test_evaluate(trained: Run, capsys: Capture) -> None:
    """The figures of a run on the test digits, the same as its training recorded."""
    said = said_by(capsys, "evaluate", trained.id, "--scores")
    matrix = np.array(said["confusion_matrix"])

    assert {"run", "dataset", "digits", "accuracy", "accuracy_interval", "loss", "errors"} <= set(
        said
    )
    assert (trained.id, trained.info.dataset) == (said["run"], said["dataset"])
    assert trained.result.test_accuracy == pytest.approx(said["accuracy"])
    assert said["loss"] < trained.result.test_loss  # which is that before the calibration
    assert said["digits"] == sum(part["digits"] for part in said["calibration"]["bins"])
    bins = said["calibration"]["bins"]
    gaps = [part["digits"] * abs(part["confidence"] - part["accuracy"]) for part in bins]
    assert sum(gaps) / said["digits"] == pytest.approx(said["calibration"]["error"])
    assert ((10, 10), said["digits"]) == (matrix.shape, matrix.sum())
    assert said["errors"] == matrix.sum() - matrix.trace()
    assert [{"digit", "precision", "recall", "f1", "support"}] * 10 == [
        set(scores) for scores in said["per_class"]
    ]


def test_evaluate_the_shipped_run(capsys: Capture) -> None:
    """Without a name the shipped run is evaluated on the digits at hand."""
    said = said_by(capsys, "evaluate", "--scores")

    assert ("pretrained", len(load().test)) == (said["run"], said["digits"])
    assert 0.9 < said["accuracy"]


def test_evaluate_for_people(trained: Run, capsys: Capture) -> None:
    """Accuracy with its interval, a line for each class and one for each row of the matrix."""
    assert 0 == main(["evaluate", trained.id, "--scores"])
    text = capsys.readouterr().out

    assert f"accuracy {100 * trained.result.test_accuracy:.2f} % (95 % interval" in text
    assert "rows: actual, columns: predicted" in text
    headline, classes, confusions, calibration = text.split("\n\n")
    assert "calibration error" in headline
    digits = sum(int(line.split()[-1]) for line in calibration.splitlines()[2:])
    assert trained.result.test_digits == digits
    assert list("0123456789") == [line.split()[0] for line in classes.splitlines()[1:]]
    assert list("0123456789") == [line.split()[0] for line in confusions.splitlines()[2:]]


def test_evaluate_looks_into_the_mistakes(trained: Run, capsys: Capture) -> None:
    """Each mistake has a cause, the distortions begin with none, and refusing ends at all."""
    said = said_by(capsys, "evaluate", trained.id)

    assert said["errors"] == sum(said["triage"].values()) == len(said["mistakes"])
    assert said["accuracy"] == pytest.approx(said["coverage"]["accuracies"][-1])
    assert 8 == len(said["robustness"])
    rotation = said["robustness"][0]
    assert ("Rotation", 0) == (rotation["title"], rotation["strengths"][0])

    assert 0 == main(["evaluate", trained.id])
    text = capsys.readouterr().out
    assert "error causes" in text
    assert "Rotation (degrees)" in text


def test_evaluate_tells_how_the_run_learned(trained: Run, capsys: Capture) -> None:
    """Mistakes on the validation digits after each epoch, and every digit under one outcome."""
    told = said_by(capsys, "evaluate", trained.id, "--scores")["over_time"]

    assert [1] == told["epochs"]
    wrong = round((1 - trained.epochs()[0]["val_accuracy"]) * sum(told["digits"].values()))
    assert [wrong] == told["mistakes"]
    assert wrong == told["digits"]["never learned"]


def test_evaluate_against_another_run(trained: Run, capsys: Capture) -> None:
    """The shipped run is better, and the figures fit together."""
    said = said_by(capsys, "evaluate", trained.id, "--scores", "--against", "pretrained")
    compared = said["comparison"]

    assert said["errors"] == len(compared["fixed"]) + len(compared["both_wrong"])
    assert compared["verdict"].startswith("B is better")
    assert 0 == main(["evaluate", trained.id, "--scores", "--against", "pretrained"])
    assert "pretrained is better: " in capsys.readouterr().out
    assert 1 == main(["evaluate", trained.id, "--against", "nobody"])


def test_predict(pictures: Path, capsys: Capture) -> None:
    """One JSON object a line in the order given; a bad picture is told and the rest goes on."""
    names = ["one.png", "notes.txt", "missing.png", "blank.png"]
    paths = [str(pictures / name) for name in names]
    status = main(["predict", *paths, "--format", "json"])
    one, notes, missing, blank = map(json.loads, capsys.readouterr().out.splitlines())

    assert 1 == status
    assert "1" == one["text"]
    assert [{"digit", "probability", "box", "is_digit"}] == [set(digit) for digit in one["digits"]]
    assert {"path": paths[3], "text": "", "rows": [], "turned": 0, "digits": []} == blank
    for said, path in ((notes, paths[1]), (missing, paths[2])):
        assert {"path", "error"} == set(said)
        assert path == said["path"]
    assert "notes.txt is text, not a picture" in notes["error"]
    assert "missing.png cannot be opened" in missing["error"]


def test_predict_with_a_run_of_ones_own(trained: Run, pictures: Path, capsys: Capture) -> None:
    """--run chooses the model; with every picture read the status is 0."""
    said = said_by(capsys, "predict", str(pictures / "one.png"), "--single", "--run", trained.id)

    assert str(pictures / "one.png") == said["path"]
    assert 1 == len(said["digits"])


def test_predict_for_people(pictures: Path, capsys: Capture) -> None:
    """A line a picture says what was read and how surely, or why not."""
    assert 1 == main(
        ["predict", *(str(pictures / n) for n in ("one.png", "blank.png", "notes.txt"))]
    )
    one, blank, notes = capsys.readouterr().out.splitlines()

    assert "one.png: 1  [1 (" in one
    assert blank.endswith("blank.png: nothing written on it")
    assert "notes.txt: error: " in notes


def test_predict_says_rows(pictures: Path, capsys: Capture) -> None:
    """For programs and for people: a row that holds a digit, with a ? for what is refused."""
    path = str(pictures / "rows.png")
    said = said_by(capsys, "predict", path)
    assert 0 == main(["predict", path])
    text = capsys.readouterr().out.strip()

    assert ("1111", ["1?1", "11"]) == (said["text"], said["rows"])
    assert [True, False, True, False, True, True] == [d["is_digit"] for d in said["digits"]]
    sure = [f"1 ({percent(digit['probability'])})" for digit in said["digits"]]
    every = f"{sure[0]}, no digit, {sure[2]} / no digit / {sure[4]}, {sure[5]}"
    assert f"{path}: 1?1 / 11  [{every}]" == text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["evaluate", "no-such-run"], "There is no run called 'no-such-run'"),
        (["evaluate", "../pretrained"], "There is no run called '../pretrained'"),
        (["predict", "x.png", "--run", "nope"], "There is no run called 'nope'"),
        (["train", "--learning-rate", "5"], "learning_rate must be from 1e-05 to 1.0, not 5.0"),
        (["train", "--learning-rate", "nan"], "learning_rate must be from 1e-05 to 1.0, not nan"),
        (["train", "--epochs", "0"], "epochs must be from 1 to 100, not 0"),
    ],
)
def test_explained_error(
    arguments: list[str], expected: str, store: RunStore, capsys: Capture
) -> None:
    """An error gives status 1, one clear line on standard error, and starts nothing."""
    before = [run.id for run in store.runs()]
    status = main(arguments)
    captured = capsys.readouterr()

    assert (1, "") == (status, captured.out)
    assert captured.err.startswith(f"error: {expected}")
    assert 1 == len(captured.err.splitlines())
    assert before == [run.id for run in store.runs()]
    assert ("python -m core runs" in captured.err) == ("no run called" in expected)


def test_faulty_data_folder(
    store: RunStore, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of digits that is not there is an explained error too."""
    monkeypatch.setenv("DIGITS_DATA_DIR", str(tmp_path / "typo"))

    assert 1 == main(["evaluate"])
    assert "typo is not a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["dance"], "argument COMMAND: invalid choice: 'dance'"),
        (["predict"], "the following arguments are required: PICTURE"),
        (["train", "--epochs", "two"], "argument --epochs: invalid int value: 'two'"),
        (["train", "--optimizer", "best"], "argument --optimizer: invalid choice: 'best'"),
        (["search", "--trials", "1.5"], "argument --trials: invalid int value: '1.5'"),
        (["runs", "--colour", "a\nb"], "unrecognized arguments: --colour a b"),
    ],
)
def test_wrong_argument(arguments: list[str], expected: str, capsys: Capture) -> None:
    """What is no command, no option or no value ends with status 2 and one line, no usage."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    captured = capsys.readouterr()

    assert (2, "") == (ended.value.code, captured.out)
    assert captured.err.startswith(f"error: {expected}")
    assert 1 == len(captured.err.splitlines())
    assert "--help` says what can be given" in captured.err


def test_version(capsys: Capture) -> None:
    """The version is that of the project."""
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert 0 == ended.value.code
    assert f"Digit Lab {project['version']}\n" == capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(["runs"], False), (["-v", "runs"], True), (["runs", "--verbose"], True)],
)
def test_verbose(arguments: list[str], expected: bool) -> None:
    """It may be said before the command and after it."""
    assert parse_arguments(arguments).verbose is expected


@pytest.mark.parametrize(
    ("command", "mentioned"),
    [
        ("train", [f"--{name.replace('_', '-')}" for name in SETTINGS]),
        ("evaluate", ["RUN"]),
        ("predict", ["PICTURE", "--single", "--run"]),
        ("runs", []),
    ],
)
def test_help(command: str, mentioned: list[str], capsys: Capture) -> None:
    """The help of a command mentions each option; that of `train` each default too."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    text = " ".join(capsys.readouterr().out.split())

    assert 0 == ended.value.code
    assert all(word in text for word in [*mentioned, "--format"])
    if command == "train":
        for name, setting in SETTINGS.items():
            assert f"(default: {setting.default})" in text, name


def test_help_of_all(capsys: Capture) -> None:
    """The help lists the commands."""
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out

    assert all(command in text for command in ("train", "evaluate", "predict", "runs"))


def test_finetune(
    store: RunStore,
    trained: Run,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A run goes on from another on the drawings of a folder; what came of that is told, and why it
    cannot be done; what it learned from is no longer evaluated on, nor written into a script."""
    test = load().test
    assert main(["finetune", trained.id, "--drawings", str(tmp_path)]) == 1
    assert "0 drawings cannot teach a run" in capsys.readouterr().err

    Drawings(tmp_path).keep(test.images[:20], test.labels[:20].tolist())
    options = ("--drawings", str(tmp_path), "--share", "0.3", "--seed", "4")
    said = said_by(capsys, "finetune", trained.id, *options)
    run = store.get(said["run"])

    assert FineTuning(trained.id, trained.title, 0.3, 4) == run.info.fine_tuning
    assert trained.info.config.seed == run.info.config.seed
    assert [10, 10, len(test)] == [
        said["fine_tuning"][part]["digits"] for part in ("held_back", "learned", "test")
    ]
    after = said["fine_tuning"]["test"]["after"]
    assert said["result"]["test_accuracy"] == pytest.approx(after)
    listed = said_by(capsys, "runs")
    assert trained.id in [run["fine_tuning"]["base"] for run in listed if "fine_tuning" in run]

    assert main(["export", run.id]) == 1
    assert "begins with another run's weights" in capsys.readouterr().err

    monkeypatch.setenv("DIGITS_DRAWINGS_DIR", str(tmp_path))
    assert 10 == said_by(capsys, "evaluate", run.id, "--on", "drawings", "--scores")["digits"]
    learned = read_lesson(run).learned
    monkeypatch.setenv("DIGITS_DRAWINGS_DIR", str(tmp_path / "learned"))
    Drawings().keep(learned.images, learned.labels.tolist())
    assert main(["evaluate", run.id, "--on", "drawings", "--scores"]) == 1
    assert "has learned from all 10 drawings" in capsys.readouterr().err
