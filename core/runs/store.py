"""The store of runs: a folder of run folders, and the run that ships with the program."""

import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.config.train_config import TrainConfig
from core.errors import DigitLabError
from core.files.deletion import (
    UNDO_SECONDS,
    SetAside,
    clear_away,
    delete_folder,
    is_overdue,
    put_back,
    set_aside,
)
from core.files.ids import is_id
from core.files.json_files import write_json
from core.files.lock import is_locked
from core.files.storage import writing
from core.runs.fine_tuning import FineTuning
from core.runs.folder import RunFile
from core.runs.owner import Owner
from core.runs.run import PRETRAINED, Run, read_run
from core.runs.run_info import RunInfo
from core.runs.status import State, Status, write_status

_RUNS_SETTING = "DIGITS_RUNS_DIR"
_MODELS = Path(__file__).resolve().parents[2] / "models"

_SURE_SECONDS = 2.0  # no file system tells times more coarsely
_A_MOMENT = 0.1  # seconds; so that what is to be cleared away is overdue by any clock


@dataclass(frozen=True)
class DamagedRun:
    """A folder of a run that cannot be read, its name as the id, and why in a sentence."""

    id: str
    folder: Path
    reason: str


Outcome = Run | DamagedRun


@dataclass(frozen=True)
class _Known:
    outcome: Outcome
    changed: int | None  # when its folder was last changed; None to look again in any case


class Digits(Protocol):
    """Which digits a run is made for: a `core.data.Dataset`, or its names alone."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...


class RunNotFoundError(DigitLabError):
    """There is no run of the name that was asked for."""


class RunStore:
    """All runs under one folder, and the one in `models/pretrained`. For several threads.

    A run at rest is remembered while its folder stays as it is: every file there is replaced or
    added as a whole, which changes the folder's time.

    The folder is made with the first run. By default it is what the environment variable
    `DIGITS_RUNS_DIR` names, else `models/runs`.
    """

    def __init__(self, root: Path | None = None, shipped: Path = _MODELS / PRETRAINED) -> None:
        """Use `root` for the user's runs and `shipped` for the one that came with the program."""
        self.root = root or Path(os.environ.get(_RUNS_SETTING) or _MODELS / "runs").resolve()
        self.shipped = shipped
        self._known: dict[Path, _Known] = {}
        self._not_before = 0.0  # seconds of the monotonic clock, for clearing away

    def create(
        self,
        config: TrainConfig,
        dataset: Digits,
        user: str | None = None,
        fine_tuning: FineTuning | None = None,
        fill: Callable[[Path], None] = lambda folder: None,
    ) -> Run:
        """Make the folder of a new run of `user`, queued under this process; return it.

        `fill` puts what else the run needs into its folder, before anybody can see it. Raises
        `DigitLabError` where the file system does not let it, and what `fill` raises.
        """
        now = datetime.now()
        run_id = f"{now:%Y%m%d-%H%M%S}-{config.architecture}-{secrets.token_hex(4)}"
        folder = self.root / run_id
        with writing(folder / RunFile.RUN):
            folder.mkdir(parents=True)
        try:
            fill(folder)
        except Exception:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        info = RunInfo(
            config, dataset.name, dataset.title, dataset.fingerprint, now, user, fine_tuning
        )
        status = Status(State.QUEUED, Owner.this_process())
        # run.json comes last: a folder without it is no run yet, so no reader sees half of one.
        write_status(folder, status)
        write_json(folder / RunFile.RUN, info.to_dict())
        return Run(run_id, folder, info, status, None)

    def get(self, run_id: str) -> Run:
        """Return the run called `run_id`; raise `RunNotFoundError` when there is none."""
        folder = self.shipped if run_id == PRETRAINED else self.root / run_id
        if not is_id(run_id) or not (folder / RunFile.RUN).exists():
            raise RunNotFoundError(f"There is no run called {run_id[:64]!r}; choose another.")
        return read_run(folder)

    def runs(self) -> list[Run]:
        """Return all runs that can be read, newest first, the pretrained one last."""
        outcomes = self._outcomes()
        shipped = outcomes.pop(self.shipped, None)
        own = [run for run in outcomes.values() if isinstance(run, Run)]
        own.sort(key=lambda run: run.info.created, reverse=True)
        return own + ([shipped] if isinstance(shipped, Run) else [])

    def damaged(self) -> list[DamagedRun]:
        """Return the folders of runs that cannot be read, by their ids."""
        outcomes = self._outcomes()
        damaged = (outcome for outcome in outcomes.values() if isinstance(outcome, DamagedRun))
        return sorted(damaged, key=lambda run: run.id)

    def delete(self, run: Run | DamagedRun) -> None:
        """Delete the folder of `run` for good; one that is gone already is no error.

        Raises `DigitLabError` for the shipped run, for one that is still going on, and when a
        part of the folder cannot be deleted.
        """
        delete_folder(self._deletable(run))

    def delete_soon(self, run: Run | DamagedRun) -> SetAside | None:
        """Delete `run` after `UNDO_SECONDS`; until then `undo` brings it back.

        Nobody finds it from now on. None if it is gone already; raises as `delete` does.
        """
        moved = set_aside(self._deletable(run))
        if moved is not None:
            timer = threading.Timer(UNDO_SECONDS + _A_MOMENT, clear_away, (self.root,))
            timer.daemon = True  # whoever lists the runs after the end of this process finds it
            timer.start()
        return moved

    def undo(self, deleted: SetAside) -> None:
        """Bring back what `delete_soon` took away; raise `DigitLabError` when it is too late."""
        put_back(deleted)

    def _deletable(self, run: Run | DamagedRun) -> Path:
        if run.id == PRETRAINED:
            raise DigitLabError("The run that came with the program cannot be deleted.")
        folder = self.root / run.id
        if _goes_on(folder):
            raise DigitLabError(f"{run.id} is still going on; stop it first, then delete it.")
        return folder

    def _outcomes(self) -> dict[Path, Outcome]:
        known, outcomes = self._known, {}
        for folder in (*self._folders(), self.shipped):
            try:
                changed = folder.stat().st_mtime_ns
            except OSError:
                continue
            before = known.get(folder)
            if before is not None and before.changed == changed:
                outcomes[folder] = before
            elif (folder / RunFile.RUN).exists():
                outcomes[folder] = _read(folder, changed)
        self._known = outcomes  # as a whole, so that another thread sees the old or the new
        return {folder: known.outcome for folder, known in outcomes.items()}

    def _folders(self) -> list[Path]:
        try:
            with os.scandir(self.root) as entries:
                names = [entry.name for entry in entries]
        except OSError:  # no run was made yet, or the folder cannot be read
            return []
        if any(is_overdue(name) for name in names):
            self._clear_away()
        return [self.root / name for name in names if is_id(name)]

    def _clear_away(self) -> None:
        # What a server that ended had still to delete: beside the reader, who waits for a page.
        if time.monotonic() >= self._not_before:
            self._not_before = time.monotonic() + UNDO_SECONDS
            threading.Thread(target=clear_away, args=(self.root,), daemon=True).start()


def _goes_on(folder: Path) -> bool:
    try:
        return read_run(folder).status.state.is_active  # it may have been continued meanwhile
    except DigitLabError:  # damaged, or gone
        return is_locked(folder / RunFile.WRITER_LOCK)


def _read(folder: Path, changed: int) -> _Known:
    try:
        outcome: Outcome = read_run(folder)
    except DigitLabError as error:
        outcome = DamagedRun(folder.name, folder, str(error))
    active = isinstance(outcome, Run) and outcome.status.state.is_active
    settled = time.time() - changed / 1e9 > _SURE_SECONDS and not active
    return _Known(outcome, changed if settled else None)
