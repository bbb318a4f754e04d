"""SIGKILL to a training's worker, cluster, server or command line, at a random moment.

One server lives through many kills; where it was the one that was killed, the next begins on the
same runs. Somebody has the Train page open all the time: a server looks after what is watched.
"""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from benchmarks.app import PROJECT
from benchmarks.client import Session
from benchmarks.faults.kill_plan import Plan, drawn_plan, has_come_to
from benchmarks.faults.outcome import Failure, Outcome, Timing, one_line
from benchmarks.faults.pages import Pages
from benchmarks.faults.run_files import digest, half_written, recorded_epochs
from benchmarks.faults.templates import TINY, offline, train_command
from core.config.train_config import TrainConfig
from core.runs.run import PRETRAINED, Run, read_run
from core.runs.status import State, read_status
from core.runs.store import RunStore

SETTLE_SECONDS = 10.0
"""How soon a living server must have made the best of a run whose process was killed."""

_PATIENCE_SECONDS = 60.0
_ORPHANS_SECONDS = 30.0
_LOOK_SECONDS = 0.005
Kill = Callable[[psutil.Process], None]


@dataclass(frozen=True)
class Seen:
    """What a run's folder held right before the kill: its state, its epochs, all its files."""

    state: State
    epochs: list[str]
    files: dict[str, str]


def kills(
    seeds: Sequence[int], within: float = SETTLE_SECONDS, kill: Kill = psutil.Process.kill
) -> Outcome:
    """Kill once for each of `seeds`; runs must be settled `within` so many seconds."""
    if not seeds:
        return Outcome(0, ())
    with _scene(within, kill) as scene:
        for seed in seeds:
            scene.try_one(drawn_plan(seed))
        scene.close()
        return Outcome(len(seeds), tuple(scene.failures), f"slowest rescue {scene.slowest}")


class Scene:
    """A server with its runs, and what is known of those that have ended."""

    def __init__(self, folder: Path, pages: Pages, within: float, kill: Kill) -> None:
        """Work in `folder`, with the server of `pages`."""
        self._runs_dir, self._pages, self._within, self._kill = folder / "runs", pages, within, kill
        self._environment = offline(self._runs_dir)
        self._store = RunStore(self._runs_dir)
        self._ended: dict[str, dict[str, str]] = {}
        self._left: set[str] = set()
        self._started: list[psutil.Process] = []
        self._orphans: list[tuple[Plan, psutil.Process]] = []
        self.failures: list[Failure] = []
        self.slowest = Timing(0.0, "none")

    def try_one(self, plan: Plan) -> None:
        """Start, kill, wait, and look at what is left."""
        config = replace(TINY, epochs=plan.epochs, train_fraction=1.0, batch_size=16)
        runs = list(self._start(plan, config))
        if plan.victim == "command":
            runs, victims = self._kill_command(plan, config)
        else:
            _await(lambda: has_come_to(runs[0], plan.moment))
            time.sleep(plan.delay)
            victims = self._victims(plan, runs[0])
        seen = {run.id: _seen(run) for run in runs}
        for victim in victims:
            with suppress(psutil.NoSuchProcess):
                self._kill(victim)
        if plan.victim == "server":
            self._pages.server.process.wait(_PATIENCE_SECONDS)
            self._pages.revive()
        faults = [fault for run in runs for fault in self._aftermath(plan, run, seen[run.id])]
        faults += self._lasting()
        self.failures += [Failure(plan.seed, one_line(f"{plan}: {fault}")) for fault in faults]

    def close(self) -> None:
        """See that what a killed server had started has ended, and end it otherwise."""
        _, alive = psutil.wait_procs([one for _, one in self._orphans], timeout=_ORPHANS_SECONDS)
        for plan, process in self._orphans:
            if process in alive:
                self.failures.append(Failure(plan.seed, f"{plan}: process {process.pid} lives on"))
        for process in self._started:
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def _start(self, plan: Plan, config: TrainConfig) -> Iterator[Run]:
        if plan.victim == "command":
            return
        for _ in range(1 + plan.with_another):
            before = {run.id for run in self._store.runs()}
            query = "&".join(f"{name}={value}" for name, value in _changed(config).items())
            with Session(self._pages.server.url) as session:
                session.open("train", query)
                session.click("start")
            yield from (run for run in self._store.runs() if run.id not in before)

    def _kill_command(
        self, plan: Plan, config: TrainConfig
    ) -> tuple[list[Run], list[psutil.Process]]:
        before = {run.id for run in self._store.runs()}

        def new() -> list[Run]:
            return [run for run in self._store.runs() if run.id not in before]

        process = subprocess.Popen(
            train_command(config),
            cwd=PROJECT,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _await(lambda: bool(new()) and has_come_to(new()[0], plan.moment))
        time.sleep(plan.delay)
        return new(), [psutil.Process(process.pid)]

    def _victims(self, plan: Plan, run: Run) -> list[psutil.Process]:
        server = psutil.Process(self._pages.server.process.pid)
        children = server.children(recursive=True)
        self._started += children
        if plan.victim == "server":
            self._orphans += [(plan, child) for child in children]
            return [server]
        clusters = [child for child in children if "core.jobs.cluster" in child.cmdline()]
        if plan.victim == "cluster":
            return clusters
        owner = read_status(run.folder).owner
        workers = [child for cluster in clusters for child in cluster.children()]
        at_work = [child for child in workers if owner is not None and child.pid == owner.pid]
        # A resource tracker of multiprocessing is no worker.
        return at_work or [child for child in workers if "spawn_main" in " ".join(child.cmdline())]

    def _aftermath(self, plan: Plan, run: Run, seen: Seen) -> Iterator[str]:
        waited = seen.state is State.QUEUED
        begun = time.perf_counter()
        pages: list[str] = []

        def settled() -> bool:
            fault, _ = self._pages.open("train", f"run={run.id}")
            pages.extend([fault] if fault else [])
            return _is_settled(run)

        if not _await(settled, every=0.2):
            state = read_run(run.folder).status
            yield f"{run.id} was {seen.state}, is still {state.state}: {state.message}"
            return
        seconds = time.perf_counter() - begun
        if not waited:
            self.slowest = max(
                self.slowest, Timing(seconds, f"{plan} (seed {plan.seed})"), key=lambda t: t.seconds
            )
            if seconds > self._within:
                yield f"{run.id} was settled only after {seconds:.1f} s"
        yield from dict.fromkeys(pages)
        yield from self._faults_of(plan, run, seen)

    def _faults_of(self, plan: Plan, run: Run, seen: Seen) -> Iterator[str]:
        now = read_run(run.folder)
        state, message, epochs = now.status.state, now.status.message, recorded_epochs(run)
        where = f"{run.id}, {seen.state} with {len(seen.epochs)} epochs when killed, is {state}"
        if epochs[: len(seen.epochs)] != seen.epochs:
            yield f"{where}: recorded epochs were lost: {seen.epochs} -> {epochs}"
        if not seen.state.is_active:
            yield from [f"{where}: it changed"] * (digest(run.folder) != seen.files)
        elif seen.state is State.QUEUED:
            yield from self._startable(now, where)
        elif epochs and not now.is_usable:
            yield f"{where}: no usable model: {message}"
        elif len(seen.epochs) >= plan.epochs and state is not State.COMPLETED:
            yield f"{where}: all epochs were done: {message}"
        elif state not in (State.INTERRUPTED, State.COMPLETED):
            yield f"{where}: {message}"

    def _startable(self, run: Run, where: str) -> Iterator[str]:
        """A run that waited has been trained meanwhile, or can be by who wants it."""
        if run.status.state is State.COMPLETED:
            return
        command = [*train_command()[:4], "--continue", run.id]
        ended = subprocess.run(
            command, cwd=PROJECT, env=self._environment, capture_output=True, text=True
        )
        if ended.returncode or read_run(run.folder).status.state is not State.COMPLETED:
            yield f"{where} and cannot be started again: {ended.stderr}"

    def _lasting(self) -> Iterator[str]:
        """What must be so of all runs, whichever was killed; those that have ended are noted."""
        for run_id, files in self._ended.items():
            if changed := sorted(dict(digest(self._runs_dir / run_id).items() ^ files.items())):
                yield f"{run_id} had ended, and changed: {', '.join(changed)}"
        self._ended |= {
            run.id: digest(run.folder)
            for run in self._store.runs()
            if run.id != PRETRAINED and not read_status(run.folder).state.is_active
        }
        left = set(half_written(self._runs_dir)) - self._left
        self._left |= left
        yield from (f"left behind: {path}" for path in sorted(left))
        if logged := self._pages.log.traceback():
            yield f"server log: {logged}"


@contextmanager
def _scene(within: float, kill: Kill) -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        runs = folder / "runs"
        with Pages(runs, folder / "server.log", offline(runs)) as pages:
            scene = Scene(folder, pages, within, kill)
            try:
                yield scene
            finally:
                scene.close()


def _changed(config: TrainConfig) -> dict[str, object]:
    default = TrainConfig().to_dict()
    return {name: value for name, value in config.to_dict().items() if value != default[name]}


def _seen(run: Run) -> Seen:
    return Seen(read_status(run.folder).state, recorded_epochs(run), digest(run.folder))


def _is_settled(run: Run) -> bool:
    now = read_run(run.folder)
    return not now.status.state.is_active and not now.needs_rescue


def _await(condition: Callable[[], bool], every: float = _LOOK_SECONDS) -> bool:
    """Wait until `condition`; say whether it came."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(every)
    return True
