"""The command line, `python -m core COMMAND`: one module for each command."""

import argparse
import sys

from core.cli.arguments import parse_arguments
from core.errors import DigitLabError
from core.runs.checksums import DamagedModelError
from core.runs.run import Run
from core.runs.store import RunNotFoundError


def main(arguments: list[str] | None = None) -> int:
    """Run one command as `arguments`, by default the process's own, say it; see `run_command`.

    Wrong arguments, and what `--help` and `--version` ask for, raise `SystemExit`.
    """
    return run_command(parse_arguments(arguments))


def run_command(chosen: argparse.Namespace) -> int:
    """Run the command that was chosen and return its exit status.

    That is 0, 1 for an error it explains in one line, 130 for Ctrl-C.
    """
    try:
        return _execute(chosen)
    except RunNotFoundError as error:
        print(f"error: {error} `python -m core runs` lists those there are.", file=sys.stderr)
        return 1
    except DigitLabError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _execute(chosen: argparse.Namespace) -> int:
    try:
        return int(chosen.execute(chosen))
    except DamagedModelError as error:
        print(error, file=sys.stderr)
        _repair(error.run)
        return int(chosen.execute(chosen))


def _repair(run: Run) -> None:
    from core.training.worker import repair_run  # with TensorFlow, which others do not wait for

    repair_run(run)
