"""Hostile pictures, read as the Predict page and the command line read them.

Each is either read or refused by a `DigitLabError`, within two seconds of a processor and some
hundred megabytes. A process of its own reads them, which is ended when one takes far longer.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context

import psutil

from benchmarks.app import PROJECT
from benchmarks.faults.hostile_pictures import PictureFile, hostile_picture
from benchmarks.faults.kept_process import KeptProcess
from benchmarks.faults.outcome import Failure, Outcome, one_line
from core.errors import DigitLabError
from core.inference import Classifier, read
from core.runs.run import PRETRAINED, read_run
from core.vision import decode

MOST_SECONDS = 2.0
MOST_MEMORY = 1.2e9
"""Bytes that reading may take beyond what the process had: 50 megapixels take 200 MB a copy."""

_GIVE_UP_SECONDS = 4.0
_LOOK_SECONDS = 0.05

Draw = Callable[[random.Random], PictureFile]


@dataclass(frozen=True)
class Read:
    """What one picture came to: a fault or "", seconds of processors, and bytes of memory.

    The memory is what it took beyond what was held, if no picture before it took as much."""

    fault: str
    seconds: float
    memory: float


def pictures(seeds: Sequence[int], draw: Draw = hostile_picture) -> Outcome:
    """Read one picture for each of `seeds`."""
    if not seeds:
        return Outcome(0, ())
    failures, slowest, most = [], list[tuple[float, str]](), 0.0
    with Reader() as reader:
        for seed in seeds:
            rng = random.Random(seed)
            picture, single = draw(rng), rng.random() < 0.3
            read = reader.read(picture, single)
            slowest = sorted([*slowest, (read.seconds, picture.name)])[-3:]
            most = max(most, read.memory)
            if fault := read.fault or _excess(read):
                failures.append(Failure(seed, one_line(f"{picture.name}: {fault}")))
    said = ", ".join(f"{seconds:.2f} s {name}" for seconds, name in reversed(slowest))
    return Outcome(len(seeds), tuple(failures), f"slowest {said}; memory {most / 1e6:.0f} MB")


class Reader:
    """Reads pictures in a process that is kept for the next one, unless it had to be ended."""

    def __init__(self) -> None:
        """The process starts with the first picture."""
        self._process = KeptProcess(_started)

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.__exit__()

    def read(self, picture: PictureFile, single: bool) -> Read:
        """Read one picture and return what it came to."""
        try:
            return self._process.call(self._watched, _read, picture, single)
        except BrokenExecutor:
            fault = "the process died"
        except TimeoutError:
            fault = f"not read within {_GIVE_UP_SECONDS:g} s of a processor"
        return Read(fault, _GIVE_UP_SECONDS, 0.0)

    def _watched(self, future: "Future[Read]") -> Read:
        """Wait for a picture; raise `TimeoutError` when it has cost far too much."""
        watched = psutil.Process(self._process.pid)
        begun = _processor_seconds(watched)
        while True:
            try:
                return future.result(timeout=_LOOK_SECONDS)
            except TimeoutError:
                if _processor_seconds(watched) - begun > _GIVE_UP_SECONDS:
                    raise


def _started() -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_quiet)
    pool.submit(_warm_up).result()
    return pool


def _excess(read: Read) -> str:
    if read.seconds > MOST_SECONDS:
        return f"took {read.seconds:.2f} s of a processor"
    return f"took {read.memory / 1e6:.0f} MB" if read.memory > MOST_MEMORY else ""


def _processor_seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _quiet() -> None:
    # Native decoders say what they think of each file.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _warm_up() -> None:
    _read(hostile_picture(random.Random(0)), False)


def _read(picture: PictureFile, single: bool) -> Read:
    from pages.ui.cache.readings import answer_of  # which warns where no server runs

    held, peak, begun, fault = _held(), _peak(), time.process_time(), ""
    try:
        answer_of(read(decode(picture.data, "picture"), _classifier(), single=single))
    except DigitLabError as error:
        fault = "" if str(error) else "refused without a reason"
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
    return Read(fault, time.process_time() - begun, _peak() - held if _peak() > peak else 0.0)


def _held() -> float:
    return float(psutil.Process().memory_info().rss)


def _peak() -> float:
    """Return the most bytes that this process has held until now."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak if sys.platform == "darwin" else peak * 1024)


@cache
def _classifier() -> Classifier:
    return Classifier(read_run(PROJECT / "models" / PRETRAINED))
