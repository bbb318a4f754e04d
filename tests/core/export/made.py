"""Runs that nobody trained, and the code of single sections, for the tests of the export."""

from datetime import datetime
from pathlib import Path
from typing import Any

from core.config.train_config import TrainConfig
from core.export.recipe import recipe
from core.export.section import Section, imports
from core.runs.run import Result, Run
from core.runs.run_info import RunInfo
from core.runs.status import State, Status

RESULT = Result(3, 0.99, 0.04, 0.9871, 0.05, 10_000, 101_770, 1.0)


def made(
    config: TrainConfig,
    dataset: str = "mnist",
    folder: Path = Path("nowhere"),
    result: Result | None = RESULT,
) -> Run:
    """Return a completed run of `config`, whose folder may not exist."""
    info = RunInfo(config, dataset, "Digits", "0" * 64, datetime(2026, 1, 2, 3, 4, 5))
    return Run("20260102-030405-made-abcd", folder, info, Status(State.COMPLETED), result)


def section(run: Run, heading: str) -> Section:
    """Return the section of that heading."""
    steps = recipe(run, "None")
    (found,) = [s for s in (*steps.before, *steps.after) if s.heading == heading]
    return found


def executed(run: Run, *headings: str, **known: Any) -> dict[str, Any]:
    """Return what stands under which name after some sections of a run were executed."""
    code = "\n".join(section(run, heading).code for heading in headings)
    names = dict(known)
    exec(compile(f"{imports(code)}\n{code}", "script.py", "exec"), names)
    return names
