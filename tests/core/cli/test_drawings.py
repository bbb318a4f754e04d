"""`python -m core evaluate --on drawings` judges a run on kept drawings."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.cli import main
from core.data import load
from core.data.drawings import Drawings

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def places(runs_dir: Path, drawings_dir: Path) -> None:
    """Runs and drawings of its own for each test."""


def evaluate(*options: str) -> int:
    """Evaluate the shipped run on the drawings."""
    return main(["evaluate", "pretrained", "--on", "drawings", *options])


def test_figures_of_the_drawings(capsys: Capture) -> None:
    """Those of the same digits with the same labels, right and wrong ones."""
    test = load().test
    said = test.labels[:20].copy()
    said[:3] = (said[:3] + 1) % 10
    Drawings().keep(test.images[:20], said.tolist())
    assert 0 == evaluate("--scores", "--format", "json")
    found = json.loads(capsys.readouterr().out)

    assert ("drawings", 20) == (found["on"], found["digits"])
    assert 3 <= found["errors"] <= 5
    assert np.bincount(said, minlength=10).tolist() == [
        scores["support"] for scores in found["per_class"]
    ]


@pytest.mark.parametrize("wrong", [0, 1])
def test_one_drawing(capsys: Capture, wrong: int) -> None:
    """Is enough, in words for people too."""
    test = load().test
    Drawings().keep(test.images[:1], [int(test.labels[0] + wrong) % 10])
    assert 0 == evaluate("--scores")
    text = capsys.readouterr().out

    assert "(pretrained) on 1 digit: my drawings" in text
    assert f", {wrong} errors" in text


def test_without_drawings(capsys: Capture) -> None:
    """The error says where they come from."""
    assert 1 == evaluate("--scores")
    assert "no drawings to evaluate on; draw some on the Predict page" in capsys.readouterr().err


def test_a_folder_that_is_none(capsys: Capture, drawings_dir: Path) -> None:
    """Is named, in one line."""
    drawings_dir.write_text("no folder")
    assert 1 == evaluate("--scores")
    said = capsys.readouterr().err.strip()
    assert "DIGITS_DRAWINGS_DIR" in said
    assert 1 == len(said.splitlines())
