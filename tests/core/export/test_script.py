"""A run as a script: clean Python that says what the run did and nothing that had no effect."""

import ast
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.config.active_settings import active_settings
from core.config.choices import SCHEDULES
from core.config.presets import PRESETS
from core.config.train_config import SETTINGS, TrainConfig
from core.errors import DigitLabError
from core.export import script
from core.export.section import imports
from core.files.json_files import append_line
from core.runs.run import Run
from core.runs.status import State, Status
from tests.core.config.test_train_config import CONFIGS, allowed
from tests.core.export.made import RESULT, made

DATASETS = st.sampled_from(["mnist", "offline"])
PROJECT = Path(__file__).resolve().parents[3]


def names(code: str) -> set[str]:
    """All names and attributes that code uses."""
    nodes = list(ast.walk(ast.parse(code)))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


def in_one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", PRESETS)
@given(dataset=DATASETS)
@settings(max_examples=2)
def test_preset(name: str, dataset: str) -> None:
    """Every preset becomes a script that compiles and has all that a training needs."""
    code = script(made(PRESETS[name].config, dataset))

    compile(code, "script.py", "exec")
    wanted = {"Sequential", "Input", "compile", "fit", "ModelCheckpoint", "evaluate", "load_model"}
    assert wanted <= names(code)
    assert code.endswith('print(f"Test accuracy: {accuracy:.4f}")\n')


@given(CONFIGS, DATASETS)
@settings(max_examples=60)
def test_any_configuration(config: TrainConfig, dataset: str) -> None:
    """Any configuration becomes plain ASCII that compiles, and imports nothing of ours."""
    code = script(made(config, dataset))

    compile(code, "script.py", "exec")
    assert code.isascii()
    assert max(map(len, code.splitlines())) <= 100
    imported = set(re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE))
    assert imported <= {"gzip", "math", "sys", "pathlib", "cv2", "keras", "numpy", "sklearn"}
    assert ("cv2" in imported) == ("class ChangedDigits" in code)


@given(st.lists(st.tuples(CONFIGS, DATASETS), min_size=12, max_size=12))
@settings(max_examples=3)
def test_clean(many: list[tuple[TrainConfig, str]]) -> None:
    """Scripts are formatted and clean by the rules of this project."""
    for config, dataset in many:
        check_clean(script(made(config, dataset)))


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_clean_with_muon(schedule: str) -> None:
    """Also where a section begins with a class."""
    check_clean(script(made(TrainConfig(optimizer="muon", monitor="loss", schedule=schedule))))


def check_clean(code: str, *more: str) -> None:
    for command in (["format", "--check"], ["check", *more]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--stdin-filename", "script.py", "-"],
            input=code,
            cwd=PROJECT,
            capture_output=True,
            text=True,
        )
        assert 0 == done.returncode, done.stdout + done.stderr + code


@given(CONFIGS, st.data())
@settings(max_examples=60)
def test_setting_without_effect_does_not_appear(config: TrainConfig, data: st.DataObject) -> None:
    """Two configurations that differ only where it does not matter give the same script."""
    idle = sorted(set(SETTINGS) - active_settings(config))
    assume(idle)
    name = data.draw(st.sampled_from(idle))
    other = replace(config, **{name: data.draw(allowed(SETTINGS[name]))})

    assert script(made(config)) == script(made(other))


@given(CONFIGS, st.data())
@settings(max_examples=120)
def test_setting_with_effect_appears(config: TrainConfig, data: st.DataObject) -> None:
    """Whatever setting matters, another value of it gives another script."""
    name = data.draw(st.sampled_from(sorted(active_settings(config))))
    value = data.draw(allowed(SETTINGS[name]).filter(lambda v: v != getattr(config, name)))
    if name == "shift":
        assume(int(value) != int(config.shift))  # digits move by whole pixels
    try:
        other = replace(config, **{name: value})
    except DigitLabError:
        assume(False)
    assume(name != "augmentation" or other.mixture != config.mixture)

    assert script(made(config)) != script(made(other))


def test_head_tells_the_run_and_its_accuracy() -> None:
    """The head names the run, its accuracy on the test digits, and why the figure will differ."""
    head = in_one_line(ast.get_docstring(ast.parse(script(made(PRESETS["one_hidden"].config)))))

    assert head.startswith("One hidden layer on MNIST. This does what the run 20260102-030405-made")
    assert "recognised 98.71 % of the test digits" in head
    assert "shuffled in another order" in head
    assert "pip install tensorflow python SCRIPT.py PATH" not in head
    assert "pip install tensorflow Keras downloads MNIST" in head


@pytest.mark.parametrize("accuracy", ['"""\nimport os', float("nan"), 7.0, None])
def test_damaged_accuracy_is_left_out(accuracy: object) -> None:
    """A result that holds no share of 0..1 is not quoted."""
    run = made(TrainConfig(), result=replace(RESULT, test_accuracy=accuracy))

    assert "has no result yet" in in_one_line(script(run))


def test_unknown_digits() -> None:
    """Digits that a script cannot load are refused by name, however they are called."""
    with pytest.raises(DigitLabError, match="which cannot be written into a script"):
        script(made(TrainConfig(), 'mnist"; import os #'))


def test_world_says_what_is_left_out() -> None:
    """Without our synthetic digits the script does not pretend, and tells how to have them."""
    config = replace(PRESETS["best"].config, epochs=7)
    head = ast.get_docstring(ast.parse(script(made(config))))

    assert "LEFT OUT" in head
    assert "\n    python -m core train --preset best --epochs 7\n" in head
    assert "LEFT OUT" not in script(made(replace(config, augmentation="strong")))


@pytest.fixture
def changed_run(tmp_path: Path) -> Run:
    """A run whose learning rate was changed twice, in a file that is damaged as well."""
    records = [
        {"step": 10, "learning_rate": 0.5},
        {"step": 40, "learning_rate": 0.25},
        {"step": 20, "learning_rate": 0.125},  # it went on from an earlier epoch
        {"step": 30, "learning_rate": 1e9},
        {"step": "30", "learning_rate": 0.1},
        {"step": 10**400, "learning_rate": 0.1},
        {"step": -5, "learning_rate": 0.1},
        {"step": 30, "learning_rate": "__import__('os')"},
    ]
    for record in records:
        append_line(tmp_path / "changes.jsonl", record)
    return made(PRESETS["one_hidden"].config, folder=tmp_path)


def test_changed_learning_rate(changed_run: Run) -> None:
    """Learning rates set on the way are in the code and the head; nonsense is not."""
    code = script(changed_run)
    head = in_one_line(ast.get_docstring(ast.parse(code)))

    assert "0.5 after step 10, 0.125 after step 20." in head
    assert "os" not in names(code)
    assert re.findall(r"^ {8}(.+),$", code, re.MULTILINE)[-5:] == [
        *("9", "19"),
        *("LEARNING_RATE", "0.5", "0.125"),
    ]


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_changed_learning_rate_is_clean(changed_run: Run, schedule: str) -> None:
    """The code that follows such changes is as clean; Keras gives callbacks what they leave."""
    config = replace(changed_run.info.config, schedule=schedule)
    run = replace(changed_run, info=replace(changed_run.info, config=config))

    check_clean(script(run), "--ignore", "ARG002")


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_prolonged_run(tmp_path: Path, schedule: str) -> None:
    """More epochs change what a schedule was like until then; a constant rate they do not."""
    append_line(tmp_path / "changes.jsonl", {"step": 10, "epochs": 9})
    run = made(TrainConfig(schedule=schedule, epochs=9), folder=tmp_path)

    assert (schedule != "constant") == ("followed a shorter schedule" in in_one_line(script(run)))


def test_stopped_run(tmp_path: Path) -> None:
    """A run that was stopped on the way says where; one that is at work does not."""
    append_line(tmp_path / "epochs.jsonl", {"epoch": 2.5})
    run = made(TrainConfig(epochs=9), folder=tmp_path)

    assert "ended after 2.5 of 9 epochs" in in_one_line(script(run))
    going_on = replace(run, status=Status(State.TRAINING))
    assert "ended after" not in in_one_line(script(going_on))


def test_imports_only_what_is_used() -> None:
    """An import stands only where its name is used, not part of another."""
    assert "import math\n\nimport keras" == imports("keras.Input(math.pi)\nxmath.pi\nx.cv2.y")
