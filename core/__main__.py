"""`python -m core`: the command line."""

import os
import sys

from core.cli import run_command
from core.cli.arguments import parse_arguments
from core.cli.closed_pipe import quiet_when_closed


def _run() -> int:
    chosen = parse_arguments()
    if not chosen.verbose:
        _keep_native_logs_off_the_terminal()
    return run_command(chosen)


def _keep_native_logs_off_the_terminal() -> None:
    # TensorFlow and LiteRT log to file descriptor 2 whatever Python says; what this program has
    # to say goes through `sys.stderr`, which keeps the terminal.
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


if __name__ == "__main__":
    sys.exit(quiet_when_closed(_run))
