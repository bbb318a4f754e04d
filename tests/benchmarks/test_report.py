"""What a benchmark prints: a table for people, one JSON object for programs."""

import json
import sys
from typing import Any

import pytest

import benchmarks.training.__main__ as training
from benchmarks.report import Row, main


def rows() -> list[Row]:
    return [{"figure": "a click", "median": 0.25, "times": [0.25]}]


def test_json_is_one_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the rows, without the columns that are only for the benchmark itself."""
    monkeypatch.setattr(sys, "argv", ["benchmark", "--format", "json"])
    main(rows, "Clicks.", hidden=("times",))

    assert {"rows": [{"figure": "a click", "median": 0.25}]} == json.loads(capsys.readouterr().out)


def test_text_is_a_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line with the names of the columns, and one for each row."""
    monkeypatch.setattr(sys, "argv", ["benchmark"])
    main(rows, "Clicks.", hidden=("times",))

    header, line = capsys.readouterr().out.splitlines()
    assert ["figure", "median"] == header.split()
    assert ["a", "click", "0.250"] == line.split()


def test_trainings_are_one_object_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a list of rows for each part, and the ratios beside them; a goal missed is null."""
    measured: dict[str, Any] = {"race": rows(), "speedup_to_99": None}
    monkeypatch.setattr(training, "measure", lambda *_: measured)

    assert 0 == training.main(["--format", "json"])
    assert measured == json.loads(capsys.readouterr().out)
