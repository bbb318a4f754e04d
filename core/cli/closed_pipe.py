"""Ending quietly when nobody reads the output any more, as after `| head -1`."""

import os
import sys
from collections.abc import Callable

CLOSED_PIPE = 141
"""The exit status that a shell reports of a program that SIGPIPE has ended: 128 + 13."""


def quiet_when_closed(command: Callable[[], int]) -> int:
    """Return the exit status of `command`, `CLOSED_PIPE` when its standard output was closed."""
    try:
        try:
            return command()
        finally:  # of all ways to end: the help ends by `SystemExit`
            print(end="", flush=True)
    except BrokenPipeError:
        # What is still to be written has nowhere to go; Python would try again, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
