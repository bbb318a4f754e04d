"""What it costs a training to be watched: a page open on it, beside none, taking turns."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from benchmarks.app import running_server
from benchmarks.client import Session
from benchmarks.report import Row
from benchmarks.training.jobs import Trainer
from core.config.train_config import TrainConfig

_SETTLE_SECONDS = 15.0  # the server loads TensorFlow into a worker of its own


def watched(trainer: Trainer, config: TrainConfig, rounds: int, runs_dir: Path) -> list[Row]:
    """Return rows of the images a second of trainings without a page open on them, and with."""
    rates: dict[bool, list[float]] = {False: [], True: []}
    reruns = 0
    with running_server(runs_dir, runs_dir / "server.log") as server:
        with Session(server.url) as session:
            session.open("train")  # loads what is loaded once
        time.sleep(_SETTLE_SECONDS)
        for seed in range(rounds):
            for seen in (False, True):
                clicked = time.perf_counter()
                run = trainer.start(replace(config, seed=seed))
                with _page(server.url, run.id, seen) as count:
                    timed = trainer.follow(run, clicked)
                rates[seen].append(timed.images_per_second)
                reruns += sum(count)
    with_page, without = (statistics.median(rates[seen]) for seen in (True, False))
    return [
        {"figure": "images a second, nobody looking", "count": rounds, "median": without},
        {"figure": "images a second, page open", "count": rounds, "median": with_page},
        {"figure": "page open / nobody looking", "count": rounds, "median": with_page / without},
        {"figure": "reruns of the page's live part", "count": rounds, "median": reruns / rounds},
    ]


@contextmanager
def _page(url: str, run_id: str, is_open: bool) -> Iterator[list[int]]:
    """Keep the Train page open on a run in a thread; give the reruns it had, once it is closed."""
    over, count = Event(), []

    def look() -> None:
        with Session(url) as session:
            count.append(session.keep_open("train", f"run={run_id}", over))

    viewer = Thread(target=look)
    if is_open:
        viewer.start()
    try:
        yield count
    finally:
        over.set()
        if is_open:
            viewer.join()
