"""Where a fine-tuned run came from, and how: a part of what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.files import fields


@dataclass(frozen=True)
class FineTuning:
    """The run that was gone on from, by id and title, and how it is taught.

    Drawings are the `share` 0..1 of each batch; `seed` decides which of them are held back.
    """

    base: str
    base_title: str
    share: float
    seed: int

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "FineTuning":
        """Return what was written; raise `DigitLabError` for anything else."""
        return cls(
            fields.text(data, "base"),
            fields.text(data, "base_title"),
            fields.real(data, "share", 0, 1),
            fields.whole(data, "seed"),
        )
