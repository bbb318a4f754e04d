"""How a class fares on one server: people who click about, draw, upload, evaluate and train.

Each person does one thing after another in an order of their own, with pauses of five seconds on
average: alone; while one training is at work; and where everybody watches a training of their own,
which take turns, and three click about. The training's speed beside the class is compared with its
speed before and after, when nobody is there. The status is 1 when anything failed, when the 95th
percentile of any action beside a training is a second or more, when the server takes more than
600 MB, or when the class slows the training by more than 25 %.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

import psutil

from benchmarks.app import Server, running_server
from benchmarks.classroom.actions import Act, act, everything
from benchmarks.classroom.limits import Limit, limits
from benchmarks.classroom.training import rate, steps_per_second, trainings
from benchmarks.client import Session
from benchmarks.report import Row, summary, table
from core.cli.options import add_format
from core.runs.run import Run
from core.runs.store import RunStore

PEOPLE = 30
SECONDS = 60.0
PAUSE = 5.0
_CLICKING_BESIDE_WATCHERS = 3


@dataclass(frozen=True)
class Class:
    """A class of so many people, for so many seconds, each pausing as long on average."""

    people: int = PEOPLE
    seconds: float = SECONDS
    pause: float = PAUSE


@dataclass(frozen=True)
class Lesson:
    """What a class did, and what the server took for it: processor cores, MB at the end."""

    what: str
    acts: list[Act] = field(default_factory=list)
    cores: float = 0.0
    megabytes: float = 0.0


def measure(given: Class) -> tuple[list[Row], list[Limit]]:
    """Return rows of the seconds until something was answered, by action, and the limits."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_server(folder / "runs", folder / "server.log") as server:
            store = RunStore(folder / "runs")
            with Session(server.url) as session:
                first = list(everything(session, server.url))
            alone = _lesson(f"{given.people} people", server, given)
            with trainings(server.url, store, 1) as (run,):
                beside, slowing = _beside(server, given, run)
            with trainings(server.url, store, given.people) as runs:
                few = Class(_CLICKING_BESIDE_WATCHERS, given.seconds, given.pause)
                what = f"{given.people} watch their own training, {few.people} click about"
                watched = _lesson(what, server, few, runs)
    lessons = [alone, beside, watched]
    acts = [*first, *(one for lesson in lessons for one in lesson.acts)]
    megabytes = max(lesson.megabytes for lesson in lessons)
    return (
        [row for lesson in lessons for row in _rows(lesson)],
        limits(acts, beside.acts, megabytes, slowing),
    )


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the status is 1 when a limit was not kept."""
    chosen = _parser().parse_args(arguments)
    rows, kept = measure(Class(chosen.people, chosen.seconds))
    print(_said(chosen.format, rows, kept))
    return int(not all(limit.holds for limit in kept))


def _beside(server: Server, given: Class, run: Run) -> tuple[Lesson, float]:
    """Let the class work beside a training; return the share of its speed that this takes."""
    before = steps_per_second(run, given.seconds / 2)
    last = run.steps()[-1]
    lesson = _lesson(f"{given.people} people beside one training", server, given)
    beside = rate(last["step"], last["seconds"], run)
    after = steps_per_second(run, given.seconds / 2)
    return lesson, 1 - beside / ((before + after) / 2)


def _lesson(what: str, server: Server, given: Class, watched: Sequence[Run] = ()) -> Lesson:
    """Let people click about while the runs `watched` are kept open."""
    lesson, over = Lesson(what), Event()
    with _taken(server) as taken, ThreadPoolExecutor(given.people + len(watched)) as threads:
        guests = [
            *(partial(_person, server.url, seed, given, over, lesson) for seed in _seeds(given)),
            *(partial(_watch, server.url, run, over, lesson) for run in watched),
        ]
        visits = [threads.submit(guest) for guest in guests]
        over.wait(given.seconds)
        over.set()
        for visit in visits:
            visit.result()
    return Lesson(what, lesson.acts, *taken)


def _seeds(given: Class) -> Sequence[int]:
    return range(given.people)


@contextmanager
def _taken(server: Server) -> Iterator[list[float]]:
    """Give a list that holds, after the block, the cores and the MB that the server took."""
    process, taken = psutil.Process(server.process.pid), list[float]()
    begun, before = time.perf_counter(), process.cpu_times()
    yield taken
    after, took = process.cpu_times(), time.perf_counter() - begun
    taken.append((after.user + after.system - before.user - before.system) / took)
    taken.append(process.memory_info().rss / 1e6)


def _person(url: str, seed: int, given: Class, over: Event, lesson: Lesson) -> None:
    rng = random.Random(seed)
    with Session(url) as session:
        over.wait(given.pause * rng.random())
        while not over.is_set():
            for one in act(session, url, rng):
                lesson.acts.append(one)
                over.wait(rng.expovariate(1 / given.pause))
                if over.is_set():
                    return


def _watch(url: str, run: Run, over: Event, lesson: Lesson) -> None:
    begun = time.perf_counter()
    try:
        with Session(url) as session:
            session.keep_open("train", f"run={run.id}", over)
    except (RuntimeError, OSError) as error:
        taken = time.perf_counter() - begun
        lesson.acts.append(Act("watch a training", taken, f"{type(error).__name__}: {error}"))


def _rows(lesson: Lesson) -> Iterator[Row]:
    by_action: dict[str, list[Act]] = {}
    for one in lesson.acts:
        by_action.setdefault(one.action, []).append(one)
    for action, acts in by_action.items():
        errors = [one.error for one in acts if one.error]
        figures = summary(f"{action} (s)", [one.seconds for one in acts])
        yield {"class": lesson.what, **figures, "errors": len(errors), "error": errors[:1]}
    yield {"class": lesson.what, **summary("processor cores of the server", [lesson.cores])}
    yield {"class": lesson.what, **summary("memory of the server (MB)", [lesson.megabytes])}


def _said(form: str, rows: list[Row], kept: list[Limit]) -> str:
    verdicts = [{**asdict(limit), "holds": limit.holds} for limit in kept]
    if form == "json":
        return json.dumps({"rows": rows, "limits": verdicts})
    errors = [f"{row['figure']}: {row['error'][0]}" for row in rows if row.get("error")]
    shown = [{name: value for name, value in row.items() if name != "error"} for row in rows]
    return "\n\n".join([*errors, table(shown), table(verdicts)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classroom", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE, help=f"default: {PEOPLE}")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each of three lessons")
    add_format(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
