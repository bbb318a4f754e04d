"""The command line, `python -m core COMMAND`: one module for each command."""

import argparse
import sys

from core.cli import evaluate, export, labels, predict, runs, search, train
from core.errors import DigitLabError

_COMMANDS = (train, search, evaluate, labels, predict, export, runs)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 1 for an error it explains, 130 for Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="python -m core",
        description="Train, evaluate and use handwritten-digit classifiers.",
        epilog="Set DIGITS_DATA_DIR to a folder with MNIST to use it from there.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.register(commands)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.execute(chosen))
    except DigitLabError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
