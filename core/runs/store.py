"""The store of runs: a folder of run folders, and the run that ships with the program."""

import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.config.train_config import TrainConfig
from core.errors import DigitLabError
from core.files.deletion import delete_folder
from core.files.ids import is_id
from core.files.json_files import write_json
from core.runs.folder import RunFile
from core.runs.owner import Owner
from core.runs.run import PRETRAINED, Run, RunInfo, read_run
from core.runs.status import State, Status, write_status

_RUNS_SETTING = "DIGITS_RUNS_DIR"
_MODELS = Path(__file__).resolve().parents[2] / "models"

Read = Callable[[Path], Run]


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
    """All runs under one folder, and the one in `models/pretrained`.

    The folder is made when missing. By default it is what the environment variable
    `DIGITS_RUNS_DIR` names, else `models/runs`.
    """

    def __init__(self, root: Path | None = None, shipped: Path = _MODELS / PRETRAINED) -> None:
        """Use `root` for the user's runs and `shipped` for the one that came with the program."""
        self.root = root or Path(os.environ.get(_RUNS_SETTING) or _MODELS / "runs").resolve()
        self.shipped = shipped
        self.root.mkdir(parents=True, exist_ok=True)

    def create(self, config: TrainConfig, dataset: Digits, user: str | None = None) -> Run:
        """Make the folder of a new run of `user`, queued under this process, and return it."""
        now = datetime.now()
        run_id = f"{now:%Y%m%d-%H%M%S}-{config.architecture}-{secrets.token_hex(4)}"
        folder = self.root / run_id
        folder.mkdir()
        info = RunInfo(config, dataset.name, dataset.title, dataset.fingerprint, now, user)
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

    def runs(self, read: Read = read_run) -> list[Run]:
        """Return all runs that can be read, newest first, the pretrained one last.

        `read` turns a folder into its run; it may remember what it has read before.
        """
        folders = (path.parent for path in self.root.glob(f"*/{RunFile.RUN}"))
        own = _readable((folder for folder in folders if is_id(folder.name)), read)
        own.sort(key=lambda run: run.info.created, reverse=True)
        return own + _readable(
            [self.shipped] if (self.shipped / RunFile.RUN).exists() else [], read
        )

    def delete(self, run: Run) -> None:
        """Delete the folder of `run` for good; one that is gone already is no error.

        Raises `DigitLabError` for the shipped run, for one that is still going on, and when a
        part of the folder cannot be deleted.
        """
        if run.id == PRETRAINED:
            raise DigitLabError("The run that came with the program cannot be deleted.")
        # Read anew: it may have been continued meanwhile. One that is damaged may go.
        for now in _readable([self.root / run.id], read_run):
            if now.status.state.is_active:
                raise DigitLabError(f"{run.id} is still going on; stop it first, then delete it.")
        delete_folder(self.root / run.id)


def _readable(folders: Iterable[Path], read: Read) -> list[Run]:
    # One damaged folder must not take away the list of all others; `get` says what is wrong.
    runs = []
    for folder in folders:
        with suppress(DigitLabError):
            runs.append(read(folder))
    return runs
