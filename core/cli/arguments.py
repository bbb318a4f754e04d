"""What can be said on the command line, and how a wrong argument is answered."""

import argparse
from typing import NoReturn

from core.cli import evaluate, export, finetune, labels, predict, runs, search, train
from core.cli.version import version

_COMMANDS = (train, finetune, search, evaluate, labels, predict, export, runs)


class OneLineParser(argparse.ArgumentParser):
    """A parser that answers a wrong argument in one line, without the usage, with status 2."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end the process."""
        line = " ".join(message.split())  # an argument may hold line breaks
        self.exit(2, f"error: {line}; `{self.prog} --help` says what can be given.\n")


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return what `arguments`, by default the process's own, choose.

    `execute` is what runs the command, `verbose` whether the logs of native libraries are shown.
    Raises `SystemExit` for wrong arguments, and when the help or the version is all that is asked.
    """
    parser = OneLineParser(
        prog="python -m core",
        description="Train, evaluate and use handwritten-digit classifiers.",
        epilog="Set DIGITS_DATA_DIR to a folder with MNIST to use it from there. The exit status "
        "is 0 when all went well, 1 after an error that is explained, 2 for wrong arguments, 130 "
        "after Ctrl-C, 141 when nobody reads the output any more.",
    )
    parser.add_argument("--version", action="version", version=f"Digit Lab {version()}")
    _add_verbose(parser, default=False)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.register(commands)
    for command_parser in commands.choices.values():
        # Said before or after the command; not said after it, what was said before it stays.
        _add_verbose(command_parser, default=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _add_verbose(parser: argparse.ArgumentParser, *, default: bool | str) -> None:
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        default=default,
        help="show the logs of TensorFlow and LiteRT too",
    )
