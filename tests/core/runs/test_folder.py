"""The names of a run's files stand in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

from core.runs.folder import RunFile

PROJECT = Path(__file__).resolve().parents[3]
READERS = [
    path for part in ("core", "pages", "benchmarks") for path in (PROJECT / part).rglob("*.py")
]
# What is a word of its own, too: the setting, a button, a heading.
WORDS = {RunFile.LEARNING_RATE_REQUEST, RunFile.STOP_REQUEST, RunFile.BASE, RunFile.ANALYSIS}
# A script made of a run writes a model of its own, which plain Keras calls so as well.
EXPORTED = PROJECT / "core" / "export"


def texts(path: Path) -> Iterator[str]:
    """All texts in a file that are no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in documentation:
            yield str(node.value)


def test_each_name_stands_once() -> None:
    """No other file writes the name of a run's file: it asks `RunFile`."""
    names = set(RunFile) - WORDS
    elsewhere = {
        path.relative_to(PROJECT).as_posix(): found
        for path in READERS
        if path.name != "folder.py" and EXPORTED not in path.parents
        if (found := names & set(texts(path)))
    }

    assert {} == elsewhere
