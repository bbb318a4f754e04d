"""Discs that are full, read-only or no folder at all: what is finished stays, and one line says so.

Trainings of the command line, notes, drawings and pages work on a disc of a few megabytes, which
is filled or made read-only before they begin or at a random moment of a training.
"""

import errno
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from benchmarks.app import PROJECT
from benchmarks.client import Session
from benchmarks.faults.commands import Commands, Said
from benchmarks.faults.disc import Disc, small_disc
from benchmarks.faults.outcome import Failure, Outcome, Timing, one_line
from benchmarks.faults.pages import Pages
from benchmarks.faults.run_files import digest, recorded_epochs
from benchmarks.faults.templates import NO_CLUSTER, TINY, make_templates, offline, train_command
from core.data.drawings import Drawings
from core.data.offline import offline_digits
from core.errors import DigitLabError
from core.runs.run import PRETRAINED, read_run
from core.runs.status import State, read_status
from core.runs.store import RunStore

_SOUND = "sound"
_EPOCHS = 30
_LATEST_SECONDS = 1.5  # after the training's first step
_START_SECONDS = 60.0
_KINDS = {"training": 0.5, "pages": 0.2, "notes": 0.2, "no folder": 0.1}
_PAGES = ("explore", "train", "search", "runs", "evaluate", "predict")
_FREE = re.compile(r"\d[\d.,]* ?(?:bytes|[kMG]?B)\b.*\bfree|free\b.*\d", re.DOTALL)

Trial = Callable[[random.Random], Iterator[str]]


def discs(seeds: Sequence[int]) -> Outcome:
    """Try one full, read-only or missing disc for each of `seeds`."""
    if not seeds:
        return Outcome(0, ())
    try:
        with _house() as house:
            for seed in seeds:
                house.try_one(seed)
            return Outcome(len(seeds), tuple(house.failures), f"slowest trial {house.slowest}")
    except DigitLabError as error:
        return Outcome(0, (), skipped=f"skipped: {error}")


class House:
    """A server and a command line whose runs and drawings lie on a small disc."""

    def __init__(self, disc: Disc, template: Path, pages: Pages, commands: Commands) -> None:
        """Work on `disc`, on which one sound run lies, a copy of `template`."""
        self._disc, self._template, self._pages, self._commands = disc, template, pages, commands
        self._runs = disc.root / "runs"
        self._sound = digest(self._runs / _SOUND)
        self.failures: list[Failure] = []
        self.slowest = Timing(0.0, "none")

    def try_one(self, seed: int) -> None:
        """Do one thing on a disc that fails, restore it, and see that what was there is there."""
        rng = random.Random(seed)
        (kind,) = rng.choices(list(_KINDS), list(_KINDS.values()))
        trials: dict[str, Trial] = {
            "training": self._training,
            "pages": self._open_pages,
            "notes": self._notes,
            "no folder": self._no_folder,
        }
        begun = time.perf_counter()
        faults = list(trials[kind](rng))
        self._disc.restore()
        if digest(self._runs / _SOUND) != self._sound:
            faults.append("the sound run changed")
        self._clear_away()
        timing = Timing(time.perf_counter() - begun, f"{kind} (seed {seed})")
        self.slowest = max(self.slowest, timing, key=lambda timing: timing.seconds)
        self.failures += [Failure(seed, one_line(f"{kind}, {fault}")) for fault in faults]

    def _spoil(self, rng: random.Random) -> str:
        """Fill the disc, to the last byte or nearly, or make it read-only; say which."""
        if rng.random() < 0.3:
            self._disc.protect()
            return "read-only"
        leaving = rng.choice((0, 0, 8_192, rng.randrange(400_000)))
        self._disc.fill(leaving)
        return f"full but for {leaving} bytes"

    def _training(self, rng: random.Random) -> Iterator[str]:
        midway = rng.random() < 0.6
        seen: list[tuple[Path, list[str]]] = []
        what = ["", "in the middle"] if midway else [self._spoil(rng), "before"]

        def spoil() -> None:
            run = self._first_steps()
            time.sleep(rng.uniform(0, _LATEST_SECONDS))
            seen.extend([(run, recorded_epochs(read_run(run)))] if run else [])
            what[0] = self._spoil(rng)

        spoiler = threading.Thread(target=spoil if midway else lambda: None)
        spoiler.start()
        config = replace(TINY, epochs=_EPOCHS if midway else 2)
        said = self._commands.run(train_command(config)[3:])
        spoiler.join()
        where = " ".join(what)
        yield from (f"{where}: {fault}" for fault in self._misses(said))
        self._disc.restore()
        for folder, epochs in seen:
            yield from (f"{where}: {fault}" for fault in self._lost(folder, epochs))
        listed = self._commands.run(["runs"])
        yield from [f"{where}: afterwards core runs: {listed.fault}"] if listed.fault else []

    def _first_steps(self) -> Path | None:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            for run in RunStore(self._runs).runs():
                if run.id not in (PRETRAINED, _SOUND) and run.steps():
                    return run.folder
            time.sleep(0.01)
        return None

    def _lost(self, folder: Path, epochs: list[str]) -> Iterator[str]:
        run = read_run(folder)
        if recorded_epochs(run)[: len(epochs)] != epochs:
            yield "recorded epochs were lost"
        if epochs and not run.has_weights:
            yield f"{len(epochs)} epochs were recorded, and no weights are kept"
        if read_status(folder).state is State.COMPLETED and not run.is_usable:
            yield "it says completed, and has no usable model"

    def _misses(self, said: Said) -> Iterator[str]:
        """What an error must tell: in one line what is wrong, where, and of what is full how much
        is free.
        """
        if said.fault or said.status not in (0, 1):
            yield said.fault or f"status {said.status}"
        elif said.status:
            lines = [line for line in said.errors.splitlines() if line.strip()]
            errors = [line for line in lines if line.startswith("error: ")]
            if len(lines) != 1 or len(errors) != 1:
                yield f"not one line: {said.errors}"
            elif str(self._disc.root) not in errors[0]:
                yield f"does not say where: {errors[0]}"
            elif os.strerror(errno.ENOSPC) in errors[0] and not _FREE.search(errors[0]):
                yield f"does not say how much is free: {errors[0]}"

    def _open_pages(self, rng: random.Random) -> Iterator[str]:
        what = self._spoil(rng)
        for page in _PAGES:
            fault, _ = self._pages.open(page)
            yield from [f"{what}: {fault}"] if fault else []
        try:
            with Session(self._pages.server.url) as session:
                session.open("train")
                session.click("start")
        except (RuntimeError, LookupError) as error:
            yield f"{what}: start: {error}"
        if logged := self._pages.log.traceback():
            yield f"{what}: start: {logged}"

    def _notes(self, rng: random.Random) -> Iterator[str]:
        noted = self._runs / "noted"
        shutil.copytree(self._template, noted)
        what, digits = self._spoil(rng), offline_digits().test
        at = rng.randrange(len(digits))
        drawings = Drawings(self._disc.root / "drawings")
        acts: dict[str, Callable[[], object]] = {
            "note": lambda: read_run(noted).annotate(note="a note"),
            "drawing": lambda: drawings.keep(digits.images[at : at + 1], [7]),
            "deletion": lambda: RunStore(self._runs).delete(read_run(noted)),
        }
        for name, act in acts.items():
            try:
                act()
            except DigitLabError as error:
                yield from [] if str(self._disc.root) in str(error) else [f"{name}: {error}"]
            except Exception as error:
                yield f"{what}: {name}: {type(error).__name__}: {error}"

    def _no_folder(self, rng: random.Random) -> Iterator[str]:
        """DIGITS_RUNS_DIR names a file, or a folder that cannot be made: there is the shipped run
        to read, and a training says in one line why it cannot be.
        """
        file = self._disc.root / "file"
        file.touch()
        place = rng.choice((file, file / "runs", Path("/proc/runs")))
        command = rng.choice((["runs"], ["evaluate", "--scores"], train_command()[3:]))
        ended = subprocess.run(
            [sys.executable, "-m", "core", *command],
            cwd=PROJECT,
            env=offline(place),
            capture_output=True,
            text=True,
            check=False,
        )
        lines, trains = ended.stderr.strip().splitlines(), command[0] == "train"
        explained = len(lines) == 1 and str(place) in lines[0]
        if ended.returncode != int(trains) or not (explained or (not lines and not trains)):
            last = lines[-1] if lines else "nothing"
            yield f"{place}: core {command[0]} ended with {ended.returncode} and said {last}"

    def _clear_away(self) -> None:
        for run in RunStore(self._runs).runs():
            if run.id not in (PRETRAINED, _SOUND):
                shutil.rmtree(run.folder)
        shutil.rmtree(self._disc.root / "drawings", ignore_errors=True)


@contextmanager
def _house() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as name, small_disc(Path(name) / "disc") as disc:
        runs = disc.root / "runs"
        templates = make_templates(Path(name) / "templates")
        shutil.copytree(templates.runs[0], runs / _SOUND)
        environment = offline(runs, **NO_CLUSTER)
        with (
            Pages(runs, Path(name) / "server.log", environment) as pages,
            Commands(environment) as commands,
        ):
            yield House(disc, templates.runs[0], pages, commands)
