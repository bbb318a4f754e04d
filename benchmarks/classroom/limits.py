"""What a class may ask of one server, and whether it was kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.classroom.actions import Act

MOST_SECONDS = 1.0
MOST_MEGABYTES = 600.0
MOST_SLOWING = 0.25


@dataclass(frozen=True)
class Limit:
    """One figure, the most that it may be, and whether it was kept."""

    what: str
    most: float
    measured: float

    @property
    def holds(self) -> bool:
        """Whether the figure is within its limit."""
        return self.measured <= self.most


def limits(
    acts: Sequence[Act], beside_training: Iterable[Act], megabytes: float, slowing: float
) -> list[Limit]:
    """Return the limits: on all `acts`, on those beside one training, on the server, on that."""
    by_action: dict[str, list[float]] = {}
    for one in beside_training:
        by_action.setdefault(one.action, []).append(one.seconds)
    return [
        Limit("errors", 0, sum(bool(one.error) for one in acts)),
        *(
            Limit(f"p95 of seconds, {action}", MOST_SECONDS, float(np.percentile(seconds, 95)))
            for action, seconds in by_action.items()
        ),
        Limit("memory of the server (MB)", MOST_MEGABYTES, megabytes),
        Limit("slowing of the training (share)", MOST_SLOWING, slowing),
    ]
