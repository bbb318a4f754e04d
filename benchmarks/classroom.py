"""How fast the app answers a class on one server: people who click about, alone and in training.

Each person opens pages in an order of their own with pauses of five seconds on average, as clients
without a browser: in a class the browsers run on other machines. The trainings take turns on the
same cores, and who trains keeps the Train page open on it, of which the live parts run again by
themselves.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event

import psutil

from benchmarks.app import Server, running_server
from benchmarks.client import Session
from benchmarks.report import Row, main, summary
from benchmarks.training.jobs import Trainer, warm_jobs
from core.config.train_config import TrainConfig
from core.data import load
from core.runs.run import Run

PEOPLE = 30
SECONDS = 60.0
_PAUSE = 5.0
_VIEWS = (
    ("explore", "page={page}"),
    ("explore", "digit={digit}"),
    ("evaluate", "run=pretrained&actual={label}&predicted={other}"),
    ("evaluate", "run=pretrained&digit={digit}"),
    ("evaluate", "run=pretrained&section=classes"),
    ("train", ""),
    ("train", "preset=fast&epochs={label}"),
    ("runs", ""),
    ("search", ""),
    ("predict", ""),
    ("predict", "run=pretrained&digit={digit}&of=test"),
)
_LONG = TrainConfig(epochs=100)


def measure(people: int = PEOPLE, seconds: float = SECONDS) -> list[Row]:
    """Return rows of the seconds until a page was sent, and of what the server took for it."""
    with tempfile.TemporaryDirectory() as name, warm_jobs(Path(name), load()) as trainer:
        folder = Path(name)
        with running_server(folder, folder / "server.log") as server:
            _open_everything(server.url)
            rows = _class(f"{people} people click about", server, people, seconds, [])
            with _training(trainer, 1):
                rows += _class("the same while one training runs", server, people, seconds, [])
            with _training(trainer, people) as runs:
                title = f"{people} watch their own training, 3 click about"
                rows += _class(title, server, 3, seconds, runs)
    return rows


def _open_everything(url: str) -> None:
    with Session(url) as session:
        for page, query in _VIEWS:
            session.open(page, _filled(query, random.Random(0)))


@contextmanager
def _training(trainer: Trainer, count: int) -> Iterator[list[Run]]:
    """Give trainings of which the first has begun and the others wait; stop them afterwards."""
    runs = [trainer.start(_LONG) for _ in range(count)]
    while not runs[0].steps():
        time.sleep(0.05)
    try:
        yield runs
    finally:
        for run in reversed(runs):
            trainer.stop(run)


def _class(what: str, server: Server, people: int, seconds: float, watched: list[Run]) -> list[Row]:
    """Return rows of `people` who click about while the runs `watched` are kept open."""
    over, times = Event(), list[float]()
    process = psutil.Process(server.process.pid)
    begun, before = time.perf_counter(), process.cpu_times()
    with ThreadPoolExecutor(people + len(watched)) as threads:
        guests = [
            *(partial(_click_about, server.url, seed, over, times) for seed in range(people)),
            *(partial(_watch, server.url, run, over) for run in watched),
        ]
        visits = [threads.submit(guest) for guest in guests]
        over.wait(seconds)
        over.set()
        for visit in visits:
            visit.result()
    after, took = process.cpu_times(), time.perf_counter() - begun
    cores = (after.user + after.system - before.user - before.system) / took
    megabytes = process.memory_info().rss / 1e6
    return [
        summary(f"{what}: seconds", times),
        summary(f"{what}: processor cores of the server", [cores]),
        summary(f"{what}: memory of the server (MB)", [megabytes]),
    ]


def _click_about(url: str, seed: int, over: Event, times: list[float]) -> None:
    rng = random.Random(seed)
    with Session(url) as session:
        over.wait(_PAUSE * rng.random())
        while not over.is_set():
            page, query = rng.choice(_VIEWS)
            times.append(session.open(page, _filled(query, rng)))
            over.wait(rng.expovariate(1 / _PAUSE))


def _watch(url: str, run: Run, over: Event) -> None:
    with Session(url) as session:
        session.keep_open("train", f"run={run.id}", over)


def _filled(query: str, rng: random.Random) -> str:
    upper = {"page": 3, "digit": 300, "label": 10, "other": 10}
    return query.format(**{name: rng.randrange(1, below) for name, below in upper.items()})


if __name__ == "__main__":
    main(measure, __doc__)
