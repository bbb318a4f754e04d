"""Damaged files of runs, searches and drawings: everything else must go on, and say what is wrong.

Many damaged folders lie in one store at once and are looked at together; where that fails, halves
of them are, until it is known which one it was. Then each is opened by itself, on every page and
by every command that takes a run.
"""

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.commands import Commands
from benchmarks.faults.damage import damage
from benchmarks.faults.outcome import Failure, Outcome, Timing, one_line
from benchmarks.faults.pages import Pages
from benchmarks.faults.run_files import digest
from benchmarks.faults.templates import NO_CLUSTER, Templates, make_templates, offline
from benchmarks.pictures import drawing
from core.runs.folder import RunFile
from pages.ui.address import SECTIONS

_TOGETHER = 20
_SOUND = "sound"
_KINDS = {"run": 0.85, "search": 0.1, "drawing": 0.05}
_SECTION_WEIGHTS = [0.1 if section == "robustness" else 1.0 for section in SECTIONS]  # it is slow
_LISTS = ("train", "search", "runs", "evaluate", "predict")

Harm = Callable[[Path, random.Random], str]


@dataclass(frozen=True)
class Damaged:
    """A damaged folder: what of, which file and how; its `name` is that of its folder."""

    seed: int
    kind: str
    name: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


def damages(seeds: Sequence[int], harm: Harm = damage) -> Outcome:
    """Try one damage for each of `seeds`."""
    if not seeds:
        return Outcome(0, ())
    with _house() as house:
        for start in range(0, len(seeds), _TOGETHER):
            house.try_together(seeds[start : start + _TOGETHER], harm)
        return Outcome(len(seeds), tuple(house.failures), f"slowest opening {house.slowest}")


class House:
    """A server, a command line and a store with one sound run, into which damaged ones are put."""

    def __init__(
        self, folder: Path, templates: Templates, pages: Pages, commands: Commands
    ) -> None:
        """Work in `folder`, the runs lie in its folder `runs`."""
        self._runs, self._aside = folder / "runs", folder / "aside"
        self._drawings = folder / "drawings"
        self._picture = folder / "picture.png"
        self._picture.write_bytes(drawing())
        self._templates, self._pages, self._commands = templates, pages, commands
        self.failures: list[Failure] = []
        self.slowest = Timing(0.0, "none")

    def try_together(self, seeds: Sequence[int], harm: Harm) -> None:
        """Put a damaged folder in the store for each of `seeds`, look at all, and take them out."""
        before = digest(self._runs / _SOUND)
        batch = [self._make(seed, harm) for seed in seeds]
        blamed = self._find(batch)
        # One that breaks what shows all runs would be met again with each of the others.
        for together in ([one for one in batch if one not in blamed], *([one] for one in blamed)):
            with self._inside(together):
                for one in together:
                    self._open(one)
        if digest(self._runs / _SOUND) != before:
            said = "; ".join(map(str, batch))
            self.failures.append(Failure(seeds[0], one_line(f"the sound run changed: {said}")))
        shutil.rmtree(self._aside)

    def _make(self, seed: int, harm: Harm) -> Damaged:
        rng = random.Random(seed)
        (kind,) = rng.choices(list(_KINDS), list(_KINDS.values()))
        source = {
            "run": lambda: rng.choice(self._templates.runs),
            "search": lambda: rng.choice(self._templates.searches),
            "drawing": lambda: self._templates.drawings,
        }[kind]()
        name = f"{seed}-{kind}"
        shutil.copytree(source, self._aside / name)
        return Damaged(seed, kind, name, harm(self._aside / name, rng))

    @contextmanager
    def _inside(self, batch: Sequence[Damaged]) -> Iterator[None]:
        for one in batch:
            self._place(one).parent.mkdir(exist_ok=True)
            shutil.rmtree(self._place(one), ignore_errors=True)
            (self._aside / one.name).rename(self._place(one))
        yield
        for one in batch:
            # What made a failed deletion, a rescue or a page of it may look like anything.
            self._place(one).rename(self._aside / one.name)

    def _place(self, one: Damaged) -> Path:
        folders = {"run": self._runs, "search": self._runs / "searches", "drawing": self._drawings}
        return folders[one.kind] / one.name

    def _find(self, batch: Sequence[Damaged]) -> list[Damaged]:
        """Look at the lists with all of `batch` there; return by halves whose fault a fault is."""
        with self._inside(batch):
            fault = self._fault_of_lists(batch)
        if not fault:
            return []
        if len(batch) == 1:
            self._fail(batch[0], fault)
            return list(batch)
        middle = len(batch) // 2
        blamed = [*self._find(batch[:middle]), *self._find(batch[middle:])]
        if not blamed:
            self._fail(batch[0], f"only together with those after it: {fault}")
        return blamed

    def _fault_of_lists(self, batch: Sequence[Damaged]) -> str:
        return next(filter(None, (*self._unlisted(batch), *map(self._show, _LISTS))), "")

    def _unlisted(self, batch: Sequence[Damaged]) -> Iterator[str]:
        said = self._commands.run(["runs"])
        yield one_line(f"core runs: {said.fault}") if said.fault else ""
        listed = said.output + said.errors
        for one in batch:
            is_run = one.kind == "run" and (self._place(one) / RunFile.RUN).exists()
            yield f"core runs does not list {one.name}" if is_run and one.name not in listed else ""
        yield "" if _SOUND in listed else "core runs does not list the sound run"

    def _open(self, one: Damaged) -> None:
        """Open one damaged folder by its name on each page and with each command that takes it."""
        rng = random.Random(one.seed)
        (section,) = rng.choices(SECTIONS, _SECTION_WEIGHTS)
        addresses = {
            "run": [
                ("train", f"run={one.name}"),
                ("runs", f"runs={one.name}"),
                ("runs", f"runs={_SOUND},{one.name}"),
                ("evaluate", f"run={one.name}&section={section}"),
                ("evaluate", f"run={_SOUND}&section=compare&with={one.name}"),
                ("predict", f"run={one.name}&of=test&digit=1"),
            ],
            "search": [("search", f"search={one.name}")],
            "drawing": [("evaluate", "on=drawings"), ("predict", "of=drawings&digit=1")],
        }[one.kind]
        faults = [self._show(page, query) for page, query in addresses]
        if one.kind == "run":
            faults += map(self._run, self._command_lines(one, rng))
        for fault in filter(None, faults):
            self._fail(one, fault)

    def _command_lines(self, one: Damaged, rng: random.Random) -> list[list[str]]:
        way = rng.choice(("script", "notebook", "tensorboard"))
        written = str(self._aside / f"{one.name}-export")
        return [
            ["evaluate", one.name, "--scores"],
            ["export", one.name, "--as", way, "--output", written, "--force"],
            ["predict", str(self._picture), "--run", one.name],
        ]

    def _show(self, page: str, query: str = "") -> str:
        fault, seconds = self._pages.open(page, query)
        self.slowest = max(self.slowest, Timing(seconds, f"{page}?{query}"), key=_seconds)
        return fault

    def _run(self, arguments: list[str]) -> str:
        fault = self._commands.run(arguments).fault
        return one_line(f"core {arguments[0]}: {fault}") if fault else ""

    def _fail(self, one: Damaged, fault: str) -> None:
        self.failures.append(Failure(one.seed, f"{one}: {fault}"))


@contextmanager
def _house() -> Iterator[House]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        templates = make_templates(folder / "templates")
        runs = folder / "runs"
        shutil.copytree(templates.runs[0], runs / _SOUND)
        environment = offline(runs, **NO_CLUSTER)
        with (
            Pages(runs, folder / "server.log", environment) as pages,
            Commands(environment) as commands,
        ):
            yield House(folder, templates, pages, commands)


def _seconds(timing: Timing) -> float:
    return timing.seconds
