"""The command line in a process of its own, which may die or hang without taking this one along."""

import io
import os
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from benchmarks.faults.kept_process import KeptProcess

_PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Said:
    """What a command came to: its exit status, both outputs, and what is wrong with that, or ""."""

    status: int
    output: str
    errors: str
    fault: str


class Commands:
    """Runs commands of `python -m core`, one at a time, in a process that is kept for the next."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Run them in `environment`."""
        self._process = KeptProcess(partial(_started, dict(environment)))

    def __enter__(self) -> "Commands":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.__exit__()

    def run(self, arguments: Sequence[str]) -> Said:
        """Run one command; whatever becomes of the process is part of the answer."""
        try:
            return self._process.call(_patiently, _run, list(arguments))
        except BrokenExecutor:
            fault = "the process died"
        except TimeoutError:
            fault = f"no end within {_PATIENCE_SECONDS} s"
        return Said(-1, "", "", fault)


def _started(environment: dict[str, str]) -> ProcessPoolExecutor:
    spawn = get_context("spawn")
    return ProcessPoolExecutor(1, spawn, initializer=_enter, initargs=(environment,))


def _patiently(future: "Future[Said]") -> Said:
    return future.result(timeout=_PATIENCE_SECONDS)


def _enter(environment: Mapping[str, str]) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # native libraries' logs; Python's are captured
    os.environ.clear()
    os.environ.update(environment)


def _run(arguments: list[str]) -> Said:
    from core.cli import main

    output, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        try:
            status, fault = main(arguments), ""
        except SystemExit as end:
            status, fault = int(end.code or 0), ""
        except Exception as error:
            status, fault = -1, f"{type(error).__name__}: {error} ({_place(error)})"
    said = errors.getvalue()
    # A picture that cannot be read is explained where its reading would stand.
    if not fault and status == 1 and arguments[0] != "predict" and "error: " not in said:
        fault = f"status 1 without an explained error: {said!r:.200}"
    return Said(status, output.getvalue(), said, fault)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return f"{ours[-1].filename.rpartition('/')[2]}:{ours[-1].lineno}"
