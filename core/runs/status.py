"""Where a run stands: its state, its progress and who answers for it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from core.errors import DigitLabError
from core.files import fields
from core.files.json_files import read_json, write_json
from core.runs.folder import RunFile
from core.runs.owner import Owner


class State(StrEnum):
    """The life of a run: queued, starting, training, saving, then one of the ends."""

    QUEUED = "queued"
    STARTING = "starting"
    TRAINING = "training"
    SAVING = "saving"
    COMPLETED = "completed"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"

    @property
    def is_active(self) -> bool:
        """Whether something is still going to happen."""
        return self in _ACTIVE

    @property
    def label(self) -> str:
        """The state as people read it."""
        return self.value.capitalize()


_ACTIVE = {State.QUEUED, State.STARTING, State.TRAINING, State.SAVING}


@dataclass(frozen=True)
class Status:
    """The state of a run as its owner last wrote it.

    `message` is a plain sentence for the user where the state needs one. `total_steps` and
    `steps_per_epoch` are 0 until the training begins.
    """

    state: State
    owner: Owner | None = None
    message: str = ""
    total_steps: int = 0
    steps_per_epoch: int = 0

    def without_owner(self) -> "Status":
        """Return the status with its owner given up for lost."""
        return replace(self, owner=self.owner and replace(self.owner, lost=True))

    def to_dict(self) -> dict[str, Any]:
        """Return the status as plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Status":
        """Return the status that `to_dict` wrote; raise `DigitLabError` for anything else."""
        written = {"owner": None, "message": "", "total_steps": 0, "steps_per_epoch": 0, **data}
        state = fields.text(written, "state")
        if state not in {known.value for known in State}:
            raise fields.refusal("state", f"one of {', '.join(State)}", state)
        return cls(
            State(state),
            None if written["owner"] is None else _owner(fields.record(written, "owner")),
            fields.text(written, "message"),
            fields.whole(written, "total_steps"),
            fields.whole(written, "steps_per_epoch"),
        )


def read_status(folder: Path) -> Status:
    """Return the status of the run in `folder` as its owner last wrote it, be he alive or not.

    Raises `DigitLabError` when there is none that can be read.
    """
    path = folder / RunFile.STATUS
    data = read_json(path)
    try:
        return Status.from_dict(data)
    except DigitLabError as error:
        raise DigitLabError(f"{path} is damaged: {error}") from error


def _owner(data: Mapping[str, Any]) -> Owner:
    written = {"lost": False, "boot": "", **data}
    return Owner(
        fields.text(written, "host"),
        fields.whole(written, "pid"),
        fields.real(written, "started"),
        fields.flag(written, "lost"),
        fields.text(written, "boot"),
    )


def write_status(folder: Path, status: Status) -> None:
    """Replace the status of the run in `folder`; only its owner may."""
    write_json(folder / RunFile.STATUS, status.to_dict())


def disown(folder: Path, owner: Owner | None) -> None:
    """Put on record that `owner` of the run in `folder` is gone, though that cannot be seen.

    Nothing happens when somebody else owns the run by now, or nobody.
    """
    try:
        status = read_status(folder)
    except DigitLabError:  # deleted or damaged meanwhile
        return
    if status.owner is not None and status.owner == owner:
        write_status(folder, status.without_owner())
