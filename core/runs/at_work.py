"""The runs that are being trained or wait for it, in a few words each."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.formats import percent
from core.runs.run import Run
from core.runs.status import State
from core.runs.summary import progress


@dataclass(frozen=True)
class AtWork:
    """A run that goes on; `share` 0..1 of its steps are done, None before they begin."""

    run: Run
    share: float | None

    @property
    def words(self) -> str:
        """What it does, as in "Training 40 %"."""
        doing = self.run.status.state.label
        return doing if self.share is None else f"{doing} {percent(self.share, 0)}"


def at_work(runs: Iterable[Run]) -> tuple[AtWork, ...]:
    """Return those of `runs` that go on: first what is being trained, then what waits longest."""
    active = [run for run in runs if run.status.state.is_active]
    active.sort(key=lambda run: (run.status.state is State.QUEUED, run.info.created))
    return tuple(AtWork(run, _share(run)) for run in active)


def _share(run: Run) -> float | None:
    training = run.status.state is State.TRAINING
    return progress(run, run.steps()) if training else None
