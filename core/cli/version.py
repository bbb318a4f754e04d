"""The version of the program."""

import tomllib
from pathlib import Path

_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def version() -> str:
    """Return the version as `pyproject.toml` has it, the only place that does."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))
    return str(project["project"]["version"])
