"""What people of a class do, each as a client without a browser: in a class those run elsewhere."""

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from websockets.exceptions import WebSocketException

from benchmarks.client import Session
from benchmarks.pictures import drawing

OPEN, COLD, EVALUATE = "open a page", "open a link in a new browser", "evaluate"
DRAW, UPLOAD, START = "draw a stroke", "upload a picture and read it", "start a training"

_VIEWS = (
    ("explore", "page={page}"),
    ("explore", "digit={digit}"),
    ("train", ""),
    ("train", "preset=fast&epochs={label}"),
    ("runs", ""),
    ("search", ""),
    ("predict", ""),
    ("predict", "run=pretrained&digit={digit}&of=test"),
)
_EVALUATIONS = (
    ("evaluate", "run=pretrained&actual={label}&predicted={other}"),
    ("evaluate", "run=pretrained&digit={digit}"),
    ("evaluate", "run=pretrained&section=classes"),
    ("evaluate", "run=pretrained&section=calibration"),
)
_ODDS = {OPEN: 6.0, COLD: 2.0, EVALUATE: 3.0, DRAW: 3.0, UPLOAD: 1.5, START: 0.8}
_STROKES = 3
_SHORT = "architecture=dense&hidden_layers=0&epochs=1&train_fraction=0.1"


@dataclass(frozen=True)
class Act:
    """What somebody did: seconds until the answer was sent, and what went wrong, or ""."""

    action: str
    seconds: float
    error: str = ""


def act(session: Session, url: str, rng: random.Random) -> Iterator[Act]:
    """Do one thing, of those that people do more often rather than of others."""
    (action,) = rng.choices(list(_ODDS), list(_ODDS.values()))
    yield from _DOING[action](session, url, rng)


def everything(session: Session, url: str) -> Iterator[Act]:
    """Do each thing once but for starting a training."""
    rng = random.Random(0)
    for page, query in (*_VIEWS, *_EVALUATIONS):
        yield _timed(OPEN, partial(session.open, page, _filled(query, rng)))
    for action in (COLD, DRAW, UPLOAD):
        yield from _DOING[action](session, url, rng)


def _open(session: Session, _url: str, rng: random.Random) -> Iterator[Act]:
    page, query = rng.choice(_VIEWS)
    yield _timed(OPEN, lambda: session.open(page, _filled(query, rng)))


def _evaluate(session: Session, _url: str, rng: random.Random) -> Iterator[Act]:
    page, query = rng.choice(_EVALUATIONS)
    yield _timed(EVALUATE, lambda: session.open(page, _filled(query, rng)))


def _follow_link(_session: Session, url: str, rng: random.Random) -> Iterator[Act]:
    page, query = rng.choice((*_VIEWS, *_EVALUATIONS))

    def follow() -> None:
        with Session(url) as session:
            session.open(page, _filled(query, rng))

    yield _timed(COLD, follow)


def _draw(_session: Session, url: str, rng: random.Random) -> Iterator[Act]:
    with Session(url) as tab:
        yield _timed(COLD, lambda: tab.open("predict"))
        for strokes in _drawings(rng):
            yield _timed(DRAW, partial(tab.draw, "canvas", strokes))


def _upload(_session: Session, url: str, rng: random.Random) -> Iterator[Act]:
    picture = drawing() + rng.randbytes(8)  # so that the server has never read it before
    with Session(url) as tab:
        yield _timed(COLD, lambda: tab.open("predict", "way=Upload+a+picture"))
        yield _timed(UPLOAD, lambda: tab.upload("picture", "digit.png", picture))


def _start(session: Session, _url: str, rng: random.Random) -> Iterator[Act]:
    seed = rng.randrange(1000)
    yield _timed(OPEN, lambda: session.open("train", f"{_SHORT}&seed={seed}"))
    yield _timed(START, lambda: session.click("start"))


_DOING: dict[str, Callable[[Session, str, random.Random], Iterator[Act]]] = {
    OPEN: _open,
    COLD: _follow_link,
    EVALUATE: _evaluate,
    DRAW: _draw,
    UPLOAD: _upload,
    START: _start,
}


def _timed(action: str, do: Callable[[], object]) -> Act:
    begun, error = time.perf_counter(), ""
    try:
        do()
    except (RuntimeError, LookupError, OSError, WebSocketException) as caught:
        error = f"{type(caught).__name__}: {caught}"
    return Act(action, time.perf_counter() - begun, error)


def _drawings(rng: random.Random) -> Iterator[list[dict[str, object]]]:
    """What a canvas sends after each of some strokes: all strokes so far."""
    drawn: list[dict[str, object]] = []
    for _ in range(_STROKES):
        points = [rng.randrange(60, 220) for _ in range(8)]
        drawn = [*drawn, {"points": points, "width": 18, "erases": False}]
        yield drawn


def _filled(query: str, rng: random.Random) -> str:
    upper = {"page": 3, "digit": 300, "label": 10, "other": 10}
    return query.format(**{name: rng.randrange(1, below) for name, below in upper.items()})
