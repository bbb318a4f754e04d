"""`python -m core`: the command line."""

import os
import sys

from core.cli import main


def _keep_native_logs_off_the_terminal() -> None:
    # TensorFlow and LiteRT log to file descriptor 2 whatever Python says; what this program has
    # to say goes through `sys.stderr`, which keeps the terminal.
    sys.stderr = os.fdopen(os.dup(2), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


if __name__ == "__main__":
    _keep_native_logs_off_the_terminal()
    sys.exit(main())
