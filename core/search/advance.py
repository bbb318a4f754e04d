"""One step of a search: look at its trainings, prune, and start new ones while the budget lasts.

Nothing is kept between two steps but the search's folder and its runs', so it makes no
difference which process takes the next one, or what became of the process before.
"""

import math
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from core.config.active_settings import active_settings
from core.config.train_config import TrainConfig
from core.errors import DigitLabError
from core.runs.history import Record
from core.runs.owner import Owner
from core.runs.requests import PRUNED
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.search.records import Search
from core.search.sampling import propose, should_prune
from core.search.trials import MOST_TEXT, Progress, SearchState, Trial, TrialState

MOST_RESTARTS = 3
"""How often a trial is taken up again after its worker or server died."""

MOST_FAILURES = 5
"""So many trainings that fail in a row end a search: something else is wrong."""

MOST_IMPOSSIBLE = 50
"""So many combinations that are impossible end a search, which would look for ever."""

_ATTEMPTS = 30  # to find a combination that was not tried yet

Settled = tuple[tuple[str, object], ...]


class Queue(Protocol):
    """Where trainings wait: `core.jobs.jobs.Jobs`."""

    def submit(self, run: Run) -> None: ...
    def stop(self, run: Run) -> None: ...


def advance(search: Search, store: RunStore, queue: Queue) -> Progress:
    """Take `search` one step further and return how far it is; to be called about once a second.

    Only one process at a time may. Raises `DigitLabError` when its files are damaged.
    """
    before = search.progress()
    if not before.is_active:
        return before
    return _Step(search, store, queue, before).take()


@dataclass
class _Step:
    search: Search
    store: RunStore
    queue: Queue
    progress: Progress

    def take(self) -> Progress:
        self._follow()
        if end := self._early_end():
            self._end(*end)
        else:
            self._prune()
            self._start_trials()
        return self.progress

    def _follow(self) -> None:
        trials = tuple(
            self._followed(trial) if trial.is_running else trial for trial in self.progress.trials
        )
        self._record(replace(self.progress, trials=trials))

    def _followed(self, trial: Trial) -> Trial:
        assert trial.run is not None
        try:
            run = self.store.get(trial.run)
        except DigitLabError as error:  # deleted, or damaged
            return _ended(trial, TrialState.FAILED, str(error))
        trial = _with_history(trial, run)
        message = run.status.message
        match run.status.state:
            case State.COMPLETED if trial.accuracies:
                return _ended(trial, TrialState.COMPLETED, message)
            case State.COMPLETED:
                return _ended(trial, TrialState.FAILED, "Its history holds no whole epoch.")
            case State.FAILED:
                return _ended(trial, TrialState.FAILED, message)
            case State.STOPPED | State.INTERRUPTED if run.stop_reason() == PRUNED:
                return _ended(trial, TrialState.PRUNED, message)
            case State.STOPPED:
                return _ended(trial, TrialState.STOPPED, message)
            case State.INTERRUPTED:
                return self._taken_up_again(trial, run)
        return trial

    def _taken_up_again(self, trial: Trial, run: Run) -> Trial:
        if self.search.is_stopping:
            return _ended(trial, TrialState.STOPPED, run.status.message)
        if trial.restarts >= MOST_RESTARTS:
            words = f"Interrupted {MOST_RESTARTS + 1} times. {run.status.message}"
            return _ended(trial, TrialState.FAILED, words)
        run.withdraw_stop()
        run.write_status(Status(State.QUEUED, Owner.this_process()))
        self._submit(run)
        return replace(trial, restarts=trial.restarts + 1)

    def _early_end(self) -> tuple[SearchState, str] | None:
        if self.search.is_stopping:
            return SearchState.STOPPED, "Stopped on request. Its trials and their models are kept."
        last = self.progress.ended[-MOST_FAILURES:]
        if len(last) == MOST_FAILURES and all(t.state is TrialState.FAILED for t in last):
            words = f"{MOST_FAILURES} trainings in a row failed. The last: {last[-1].message}"
            return SearchState.FAILED, words
        impossible = [t for t in self.progress.trials if t.state is TrialState.IMPOSSIBLE]
        if len(impossible) >= MOST_IMPOSSIBLE:
            words = f"Too many combinations are impossible. The last: {impossible[-1].message}"
            return SearchState.FAILED, words
        return None

    def _end(self, state: SearchState, message: str) -> None:
        running = [trial for trial in self.progress.trials if trial.is_running]
        for trial in running:
            with suppress(DigitLabError):  # deleted meanwhile: the next look says so
                run = self.store.get(trial.run or "")
                if run.stop_reason() is None:
                    self.queue.stop(run)
        if not running:
            self._record(replace(self.progress, state=state, message=message[:MOST_TEXT]))

    def _prune(self) -> None:
        for trial in self.progress.trials:
            if trial.is_running and should_prune(self.search.ranges, self.progress.trials, trial):
                with suppress(DigitLabError):
                    run = self.store.get(trial.run or "")
                    if run.status.state is State.TRAINING and run.stop_reason() is None:
                        run.request_stop(PRUNED)

    def _start_trials(self) -> None:
        while self._early_end() is None:
            running = sum(trial.is_running for trial in self.progress.trials)
            if len(self.progress.trained) == self.search.trials:
                return None if running else self._end(SearchState.FINISHED, "")
            if running >= self.search.at_once:
                return None
            if (untried := self._untried()) is None:
                return None if running else self._end(*self._exhausted())
            self._start(*untried)
        return None  # the next step ends the search

    def _untried(self) -> tuple[Trial, TrainConfig | None] | None:
        trials, search = self.progress.trials, self.search
        tried = {self._settled(trial) for trial in trials}
        for attempt in range(_ATTEMPTS):
            values = propose(search.ranges, trials, search.trials, search.seed, attempt)
            trial = Trial(len(trials), values, TrialState.RUNNING)
            if self._settled(trial) in tried:
                continue
            try:
                return trial, search.config(values)
            except DigitLabError as error:
                return _ended(trial, TrialState.IMPOSSIBLE, str(error)), None
        return None

    def _exhausted(self) -> tuple[SearchState, str]:
        if self.progress.trained:
            return SearchState.FINISHED, "All combinations have been tried."
        words = f"No combination is possible. The last: {self.progress.trials[-1].message}"
        return SearchState.FAILED, words

    def _settled(self, trial: Trial) -> Settled:
        # What decides the training: trials that differ only in settings without effect are one.
        try:
            config = self.search.config(trial.settings)
        except DigitLabError:
            return tuple(sorted(trial.settings.items()))
        return tuple((name, getattr(config, name)) for name in sorted(active_settings(config)))

    def _start(self, trial: Trial, config: TrainConfig | None) -> None:
        if config is None:
            return self._record(self._with(trial))
        run = self.store.create(config, self.search.digits, self.search.user)
        run.annotate(name=f"Trial {trial.number + 1} of search {self.search.created:%d %b %H:%M}")
        # On record before it can begin: what is not on record is never trained.
        self._record(self._with(replace(trial, run=run.id)))
        return self._submit(run)

    def _with(self, trial: Trial) -> Progress:
        return replace(self.progress, trials=(*self.progress.trials, trial))

    def _submit(self, run: Run) -> None:
        with suppress(DigitLabError):  # its status says so, which the next step reads
            self.queue.submit(run)

    def _record(self, progress: Progress) -> None:
        if progress != self.progress:
            self.search.write_progress(progress)
            self.progress = progress


def _with_history(trial: Trial, run: Run) -> Trial:
    # An epoch that was stopped midway cannot be compared with whole ones.
    records = run.epochs()
    whole = [record for record in records if _number(record, "epoch", 1e6).is_integer()]
    accuracies = tuple(_number(record, "val_accuracy", 1.0) for record in whole)
    seconds = _number(records[-1], "seconds", 1e9) if records else 0.0
    finite = tuple(accuracy for accuracy in accuracies if not math.isnan(accuracy))
    return replace(trial, accuracies=finite, seconds=0.0 if math.isnan(seconds) else seconds)


def _number(record: Record, key: str, most: float) -> float:
    # Another program may have written the history: what is no number in range counts as none.
    value = record.get(key)
    return float(value) if isinstance(value, int | float) and 0 <= value <= most else math.nan


def _ended(trial: Trial, state: TrialState, message: str) -> Trial:
    return replace(trial, state=state, message=message[:MOST_TEXT])
