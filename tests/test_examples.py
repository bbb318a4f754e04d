"""The scripts of `examples/`: each runs as its docstring says, and uses core's own names only."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import core
from core.data import load_named

PROJECT = Path(__file__).resolve().parents[1]
SCRIPTS = sorted(set((PROJECT / "examples").glob("*.py")) - {PROJECT / "examples/__init__.py"})


def run(name: str, folder: Path, *arguments: str) -> str:
    """What a script prints, run on the digits inside scikit-learn."""
    environment = {key: value for key, value in os.environ.items() if key != "DIGITS_DATA_DIR"}
    done = subprocess.run(
        [sys.executable, "-m", f"examples.{name}", *arguments],
        cwd=PROJECT,
        env=environment
        | {
            "DIGITS_OFFLINE": "1",
            "DIGITS_RUNS_DIR": str(folder / "runs"),
            "KERAS_HOME": str(folder / "keras"),
        },
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_script_is_short_and_uses_public_names(path: Path) -> None:
    """Under 40 lines, a docstring that says how to run it, and of the project `core` alone."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    used = {alias.name for node in imports if node.module == "core" for alias in node.names}
    modules = {node.module.split(".")[0] for node in imports}

    assert len(text.splitlines()) < 40
    assert f"python -m examples.{path.stem}" in ast.get_docstring(tree)
    assert used
    assert used <= set(core.__all__)
    assert set() == {n.module for n in imports if n.module.startswith("core.")}
    assert set() == modules & {"pages", "benchmarks", "tests"}


def test_look_at_digits(tmp_path: Path) -> None:
    """The data set's name, ten counts that add up, and a digit of 28 lines."""
    title, *lines = run("look_at_digits", tmp_path).splitlines()
    counts = [int(line.split(":")[1].replace(",", "")) for line in lines[-39:-29]]

    assert f"{sum(counts):,} digits to train on" in title
    assert lines[-29].startswith("The first one, a ")
    assert any("@" in line for line in lines[-28:])


def test_train_and_evaluate(tmp_path: Path) -> None:
    """A network is trained, kept as a run and right about most of the test digits."""
    *_, score = (
        line
        for line in run("train_and_evaluate", tmp_path).splitlines()
        if line.endswith("% of the test digits")
    )
    run_id, share = score.split(":")

    assert (tmp_path / "runs" / run_id / "model.tflite").exists()
    assert 85 < float(share.split("%")[0])


def test_read_picture(tmp_path: Path) -> None:
    """The two rows of the picture that it makes, and those of a file that it is given."""
    from PIL import Image

    from examples.read_picture import page

    rows = run("read_picture", tmp_path).splitlines()[:2]
    assert [4, 4] == list(map(len, rows))
    written = "".join(map(str, load_named("offline").test.labels[:8]))
    assert sum(read == label for read, label in zip("".join(rows), written, strict=True)) >= 7
    Image.fromarray(page(core.load())).save(tmp_path / "page.png")
    said = run("read_picture", tmp_path, str(tmp_path / "page.png")).splitlines()
    assert 10 == len(said)
