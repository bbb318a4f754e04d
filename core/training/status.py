"""Where a run stands: its state, its progress and who answers for it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from core.training.owner import Owner


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
        """Return the status that `to_dict` wrote."""
        owner = data.get("owner")
        return cls(
            State(data["state"]),
            Owner(**owner) if owner else None,
            data.get("message", ""),
            data.get("total_steps", 0),
            data.get("steps_per_epoch", 0),
        )
