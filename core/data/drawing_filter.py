"""Which of the drawings are looked at: whose, of which labels, of which day, and how they were
read when they were kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.data.drawing_details import Said
from core.data.drawing_file import Drawing


class Outcome(StrEnum):
    """How a drawing was read when it was kept."""

    RIGHT = "right"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class DrawingFilter:
    """What a drawing must be to pass; what is None or empty leaves all.

    `artists`: whose, None among them for nobody's; `run`: the id of the run that said something of
    it; `day`: in the time zone of this machine.
    """

    artists: frozenset[str | None] | None = None
    labels: frozenset[int] = frozenset()
    outcome: Outcome | None = None
    run: str | None = None
    day: date | None = None

    def of(
        self, drawings: Iterable[Drawing], said: Callable[[Drawing], Said | None]
    ) -> list[Drawing]:
        """Return those that pass, in their order; `said` is asked only where it matters."""
        return [drawing for drawing in drawings if self._passes(drawing, said)]

    def _passes(self, drawing: Drawing, said: Callable[[Drawing], Said | None]) -> bool:
        if self.artists is not None and drawing.artist not in self.artists:
            return False
        if self.labels and drawing.label not in self.labels:
            return False
        if self.day is not None and day_of(drawing) != self.day:
            return False
        if self.outcome is None and self.run is None:
            return True
        known = said(drawing)
        is_of_run = self.run is None or (known is not None and known.run == self.run)
        return is_of_run and self.outcome in (None, outcome_of(drawing, known))


def day_of(drawing: Drawing) -> date:
    """Return the day on which a drawing was kept, in the time zone of this machine."""
    return drawing.time.astimezone().date()


def outcome_of(drawing: Drawing, said: Said | None) -> Outcome:
    """Return how a drawing was read when it was kept, by the label that it has now."""
    if said is None:
        return Outcome.UNKNOWN
    return Outcome.RIGHT if said.is_right(drawing.label) else Outcome.WRONG
