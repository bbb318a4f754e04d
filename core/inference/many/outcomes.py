"""Many pictures, each read to a plain record, on all cores and within bounded memory."""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from core.errors import DigitLabError
from core.inference.classifier import Classifier
from core.inference.many.given import Given
from core.inference.many.right_answers import RightAnswers, is_right
from core.inference.reader import read
from core.inference.reading import Reading
from core.runs.run import Run
from core.vision import decode

WORKERS = min(2, os.cpu_count() or 1)
"""Threads, of which each has a LiteRT interpreter of its own: one serves one call at a time.
OpenCV, LiteRT and the decoders let go of Python's lock while they work, and the next picture is
decoded meanwhile. Four were slower than two: `python -m benchmarks.many_pictures` compares."""
_WAITING = 2  # pictures for each worker that are in memory at most

Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Outcome(Generic[Kept]):
    """What became of a picture: `kept` is what the caller makes of its reading, or `error` why not.

    `right` is what is really written in it, where that is known, and `is_right` whether it was
    read so, None where it is not known or nothing could be read.
    """

    name: str
    kept: Kept | None = None
    error: str | None = None
    right: str | None = None
    is_right: bool | None = None


class Accuracy(NamedTuple):
    """How many pictures were read right, of all that were read and whose right answer is known."""

    right: int
    known: int

    @property
    def share(self) -> float:
        """The accuracy, 0..1; not to be asked when none is known."""
        return self.right / self.known


def read_all(
    pictures: Iterable[Given],
    run: Run,
    keep: Callable[[Reading], Kept],
    *,
    answers: RightAnswers | None = None,
    single: bool = False,
    turn: int | None = None,
    workers: int = WORKERS,
) -> Iterator[Outcome[Kept]]:
    """Yield what becomes of each picture, in their order, as soon as it is known.

    `pictures` are taken as they are needed, two for each worker ahead. `keep` runs where a picture
    was read, and what it returns is all that is kept of it. `single` and `turn` are those of
    `read`. Nothing that is wrong with a picture is raised; what is wrong with `run` is.
    """
    here = threading.local()
    known = answers or RightAnswers()

    def outcome(given: Given) -> Outcome[Kept]:
        right = known.of(given.name)
        try:
            if isinstance(given.data, DigitLabError):
                raise given.data
            rgba = decode(given.data, given.name)
            reading = read(rgba, here.classifier, single=single, turn=turn)
        except DigitLabError as error:
            return Outcome(given.name, error=str(error), right=right)
        matches = None if right is None else is_right(reading.text, right)
        return Outcome(given.name, keep(reading), right=right, is_right=matches)

    def begin() -> None:
        # What is wrong with the run was raised below; here it would only break the pool.
        with suppress(DigitLabError):
            here.classifier = Classifier(run)

    Classifier(run)
    pool = ThreadPoolExecutor(workers, "reading", initializer=begin)
    try:
        yield from _in_order(pool, outcome, pictures, _WAITING * workers)
    finally:
        pool.shutdown(cancel_futures=True)


def accuracy_of(outcomes: Iterable[Outcome[Kept]]) -> Accuracy:
    """Return how many pictures were read right."""
    judged = [outcome.is_right for outcome in outcomes if outcome.is_right is not None]
    return Accuracy(sum(judged), len(judged))


def _in_order(
    pool: ThreadPoolExecutor,
    act: Callable[[Given], Outcome[Kept]],
    pictures: Iterable[Given],
    ahead: int,
) -> Iterator[Outcome[Kept]]:
    waiting: deque[Future[Outcome[Kept]]] = deque()
    coming = iter(pictures)
    while True:
        waiting.extend(pool.submit(act, given) for given in islice(coming, ahead - len(waiting)))
        if not waiting:
            return
        yield waiting.popleft().result()
