"""`python -m core search`: try many settings and find the best."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from tqdm import tqdm

from core.cli.options import add_format, add_settings, given_settings, load_dataset
from core.config.presets import PRESETS
from core.errors import DigitLabError
from core.formats import percent
from core.jobs.jobs import Jobs
from core.runs.store import RunStore
from core.search.driver import Searches
from core.search.ranges import Ranges, parse
from core.search.records import MAX_TRIALS, Search
from core.search.trials import Progress, SearchState, Trial

_PERIOD_SECONDS = 0.5


def register(commands: Any) -> None:  # noqa: ANN401
    """Add the command with one option for each setting that all trials share."""
    parser = commands.add_parser(
        "search",
        help="try many settings and find the best",
        description="Train with values drawn from ranges (TPE, a model of what did well so far), "
        "end what is below the median early, and tell which values came to the best validation "
        "accuracy. Each trial is kept as a run. Ctrl-C stops and keeps what there is.",
    )
    parser.add_argument(
        "--setting",
        action="append",
        required=True,
        dest="ranges",
        metavar="NAME=RANGE",
        help="a setting to search and its range, learning_rate=0.001..0.1 or "
        "optimizer=adam,adamw; once for each setting",
    )
    parser.add_argument(
        "--trials",
        type=int,
        default=20,
        help=f"how many trainings, up to {MAX_TRIALS} (default: 20)",
    )
    parser.add_argument(
        "--preset",
        choices=list(PRESETS),
        default="fast",
        help="the base that all trials share, changed by the options below (default: fast)",
    )
    add_settings(parser)
    add_format(parser)
    parser.set_defaults(execute=execute)


def execute(chosen: argparse.Namespace) -> int:
    """Search as chosen; print the outcome."""
    ranges = _ranges(chosen.ranges)
    base = replace(PRESETS[chosen.preset].config, **given_settings(chosen))
    store = RunStore()
    jobs = Jobs(store)
    searches = Searches(store, jobs)
    try:
        search = searches.start(load_dataset(), base, ranges, chosen.trials)
        with _ctrl_c(partial(searches.stop, search)):
            progress = _with_bar(search, searches)
    finally:
        searches.close()
        jobs.close()
    if progress.state is SearchState.FAILED:
        raise DigitLabError(f"search {search.id}: {progress.message}")
    said = _plain(search, progress)
    print(json.dumps(said) if chosen.format == "json" else _sentence(search, progress))
    return 0


def _ranges(given: list[str]) -> Ranges:
    ranges = {}
    for text in given:
        name, equals, values = text.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            raise DigitLabError(
                f"--setting {text!r:.60} names no range; write it as learning_rate=0.001..0.1."
            )
        if name in ranges:
            raise DigitLabError(f"--setting {name} is given twice; leave one of them out.")
        ranges[name] = parse(name, values)
    return ranges


@contextmanager
def _ctrl_c(stop: Any) -> Iterator[None]:  # noqa: ANN401
    before = signal.signal(signal.SIGINT, lambda *_: stop())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _with_bar(search: Search, searches: Searches) -> Progress:
    with tqdm(
        desc="Searching", total=search.trials, unit="trial", file=sys.stderr, disable=None
    ) as bar:
        while True:
            progress = search.progress()
            bar.update(len(progress.ended) - bar.n)
            if progress.best is not None:
                bar.set_postfix_str(f"best {percent(progress.best.value or 0)}")
            if not progress.is_active:
                return progress
            searches.tend()
            time.sleep(_PERIOD_SECONDS)


def _plain(search: Search, progress: Progress) -> dict[str, Any]:
    return {
        "search": search.id,
        "folder": str(search.folder),
        "state": progress.state,
        "message": progress.message,
        "trials": [_plain_trial(trial) for trial in progress.trials],
        "best": _plain_trial(progress.best) if progress.best else None,
    }


def _plain_trial(trial: Trial) -> dict[str, Any]:
    plain = asdict(trial)
    del plain["restarts"]
    return plain | {"number": trial.number + 1, "validation_accuracy": trial.value}


def _sentence(search: Search, progress: Progress) -> str:
    best, ended = progress.best, len(progress.ended)
    if best is None:
        return f"search {search.id}: {ended} trials, none of which came to an accuracy."
    settings = ", ".join(f"{name}={value}" for name, value in best.settings.items())
    return (
        f"search {search.id}: {percent(best.value or 0)} of the validation digits with {settings} "
        f"(trial {best.number + 1} of {ended}, run {best.run}). {progress.message}"
    ).rstrip()
