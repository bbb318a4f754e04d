"""Trainings that a class has started, and how fast one of them goes on."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.client import Session
from core.runs.run import Run, read_run
from core.runs.store import RunStore

_LONG = "preset=fast&epochs=100&batch_size=32"  # minutes, also on few digits; it is stopped
_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 120.0


@contextmanager
def trainings(url: str, store: RunStore, count: int) -> Iterator[list[Run]]:
    """Give trainings of which the first has begun and the others wait; stop all afterwards.

    Those that others start meanwhile are stopped too.
    """
    before = {run.id for run in store.runs()}
    with Session(url) as session:
        for _ in range(count):
            session.open("train", _LONG)
            session.click("start")
    new = (run for run in store.runs() if run.id not in before)
    runs = sorted(new, key=lambda run: run.info.created)  # ids of one second are in any order
    _await(runs[0])
    try:
        yield runs
    finally:
        _stop_all(url, store)


def steps_per_second(run: Run, seconds: float) -> float:
    """Return how fast a training goes for so many seconds, by its own clock."""
    first = run.steps()[-1]
    time.sleep(seconds)
    return rate(first["step"], first["seconds"], run)


def rate(step: float, seconds: float, run: Run) -> float:
    """Return the steps a second since a training had done `step` steps in `seconds`."""
    if not read_run(run.folder).status.state.is_active:
        raise RuntimeError(f"{run.id} ended while its speed was measured; give it more epochs")
    last = run.steps()[-1]
    return float((last["step"] - step) / max(last["seconds"] - seconds, 1e-9))


def _await(run: Run) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not run.steps():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{run.id} did not begin: {read_run(run.folder).status}")
        time.sleep(_LOOK_SECONDS)


def _stop_all(url: str, store: RunStore) -> None:
    """Stop what waits before what is at work, each as its page does."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while active := [run for run in store.runs() if run.status.state.is_active]:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{active[0].id} does not stop: {active[0].status}")
        for run in active:
            if run.stop_reason() is None:
                _stop(url, run)
        time.sleep(_LOOK_SECONDS)


def _stop(url: str, run: Run) -> None:
    with Session(url) as session:
        session.open("train", f"run={run.id}")
        try:
            session.click("stop")
        except LookupError:  # it has ended meanwhile
            return
