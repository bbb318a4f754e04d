"""What was asked for with a run, as `run.json` holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.config.train_config import TrainConfig
from core.files import fields
from core.runs.fine_tuning import FineTuning


@dataclass(frozen=True)
class RunInfo:
    """What was asked for; fixed from the start. `dataset` is its name, `created` local time.

    `user` is who asked for it, as the provider of a sign-in names them; None where nobody signs in.
    `fine_tuning` is None for a run that begins with fresh weights.
    """

    config: TrainConfig
    dataset: str
    dataset_title: str
    fingerprint: str
    created: datetime
    user: str | None = None
    fine_tuning: FineTuning | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the information as plain data for JSON."""
        tuned = {} if self.fine_tuning is None else {"fine_tuning": vars(self.fine_tuning)}
        return {
            "config": self.config.to_dict(),
            "dataset": self.dataset,
            "dataset_title": self.dataset_title,
            "fingerprint": self.fingerprint,
            "created": self.created.isoformat(),
            "user": self.user,
            **tuned,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "RunInfo":
        """Return the information that `to_dict` wrote; raise `DigitLabError` for anything else."""
        return cls(
            TrainConfig.from_dict(fields.record(data, "config")),
            fields.text(data, "dataset"),
            fields.text(data, "dataset_title"),
            fields.text(data, "fingerprint"),
            fields.time(data, "created"),
            fields.optional_text(data, "user"),
            _fine_tuning(data),
        )


def _fine_tuning(data: Mapping[str, Any]) -> FineTuning | None:
    if data.get("fine_tuning") is None:
        return None
    return FineTuning.from_dict(fields.record(data, "fine_tuning"))
