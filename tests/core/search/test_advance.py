"""A search: what it tries, what it prunes, and how it ends."""

import shutil
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data import Dataset
from core.errors import DigitLabError
from core.runs.owner import Owner
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.search.advance import MOST_FAILURES, MOST_IMPOSSIBLE, MOST_RESTARTS, advance
from core.search.ranges import SEARCHABLE, Between, OneOf, contains, default_range
from core.search.records import find_search
from core.search.sampling import PRUNED_AFTER
from core.search.trials import SearchState, TrialState
from tests.core.search.search_trainings import (
    BASE,
    InstantQueue,
    abandon_search,
    abandon_training,
    new_search,
    run_to_end,
)

SLOW_FIXTURES = [HealthCheck.function_scoped_fixture]


@given(
    names=st.sets(st.sampled_from(sorted(SEARCHABLE)), min_size=1, max_size=6),
    seed=st.integers(0, 2**31 - 1),
)
@settings(max_examples=8, deadline=None, suppress_health_check=SLOW_FIXTURES)
def test_every_trial_lies_in_its_ranges(
    store: RunStore, offline: Dataset, names: set[str], seed: int
) -> None:
    """Whatever is searched: each trial's run has the base's settings and values in range, of the
    setting's own type and step."""
    base = replace(BASE, seed=seed)
    ranges = {name: default_range(name, base) for name in sorted(names)}
    search = new_search(store, offline, base=base, ranges=ranges, trials=6)
    queue = InstantQueue(store, lambda config: [0.5] * min(config.epochs, 3))
    progress = run_to_end(search, store, queue)

    assert progress.trained
    for trial in progress.trained:
        config = store.get(trial.run).info.config.to_dict()
        assert base.to_dict() | dict(trial.settings) == config
        for name, value in trial.settings.items():
            assert contains(name, ranges[name], value)
            assert type(SEARCHABLE[name].default) is type(value)
            step = SEARCHABLE[name].step
            assert not step or round(value / step, 6) == round(round(value / step), 6)


def test_trials_are_those_of_who_searches(store: RunStore, offline: Dataset) -> None:
    """Each training belongs to whom the search belongs, also when that is read anew."""
    search = new_search(store, offline, trials=2, user="anna@school.org")
    progress = run_to_end(find_search(store.root, search.id), store, InstantQueue(store))

    assert 2 == len(progress.trained)
    assert {"anna@school.org"} == {store.get(trial.run).info.user for trial in progress.trained}


def test_whole_budget_is_trained_once(store: RunStore, offline: Dataset) -> None:
    """A search trains as many runs as asked for, one at a time, no combination twice, and its
    best trial is the one with the highest validation accuracy."""
    search, queue = new_search(store, offline), InstantQueue(store)
    progress = run_to_end(search, store, queue)

    assert (SearchState.FINISHED, "") == (progress.state, progress.message)
    assert 8 == len(progress.trained) == len(set(queue.submitted)) == len(queue.submitted)
    assert 8 == len({tuple(trial.settings.items()) for trial in progress.trials})
    reached = {t.number: max(t.accuracies) for t in progress.trials if t.value is not None}
    assert max(reached.values()) == reached[progress.best.number]
    assert search.progress() == progress
    named = {run.title for run in store.runs()}
    assert all(any(name.startswith(f"Trial {n} of search ") for name in named) for n in range(1, 9))


@pytest.mark.parametrize("at_once", [1, 3])
def test_at_once(store: RunStore, offline: Dataset, at_once: int) -> None:
    """No more trials than asked for wait or run together, and as many as that do."""
    search, queue = new_search(store, offline, at_once=at_once), InstantQueue(store)
    active = []
    while (progress := advance(search, store, queue)).is_active:
        active.append(sum(trial.is_running for trial in progress.trials))
        queue.work()

    assert at_once == max(active)


def test_same_seed_same_trials(store: RunStore, offline: Dataset) -> None:
    """Two searches with the same seed try the same, with another seed other values."""
    tried = []
    for seed in (11, 11, 12):
        search = new_search(store, offline, base=replace(BASE, seed=seed))
        progress = run_to_end(search, store, InstantQueue(store))
        tried.append([dict(trial.settings) for trial in progress.trials])

    assert tried[0] == tried[1]
    assert tried[0] != tried[2]


def test_later_trials_are_better_than_random_ones(store: RunStore, offline: Dataset) -> None:
    """TPE learns: the second half of a search lies nearer to the best learning rate."""
    search = new_search(store, offline, trials=40)
    progress = run_to_end(search, store, InstantQueue(store), steps=1000)
    distance = [abs(trial.settings["learning_rate"] - 0.01) for trial in progress.trials]

    assert sum(distance[20:]) < 0.6 * sum(distance[:20])


def test_pruned_by_the_median(store: RunStore, offline: Dataset) -> None:
    """A trial below the median of those completed, at the same epoch, ends there; nobody is
    pruned before enough are completed, and one above it never is."""
    search, queue = new_search(store, offline, trials=20), InstantQueue(store)
    progress = run_to_end(search, store, queue)
    completed = [t for t in progress.trials if t.state is TrialState.COMPLETED]
    pruned = [t for t in progress.trials if t.state is TrialState.PRUNED]

    assert pruned
    assert all(TrialState.COMPLETED is t.state for t in progress.trials[:PRUNED_AFTER])
    for trial in pruned:
        before = [t for t in completed if t.number < trial.number]
        epoch = len(trial.accuracies) - 1
        at_epoch = sorted(t.accuracies[epoch] for t in before)
        middle = len(at_epoch) // 2
        median = (at_epoch[middle] + at_epoch[~middle]) / 2
        assert max(trial.accuracies) < median
        assert len(trial.accuracies) < BASE.epochs
        assert "pruned" == store.get(trial.run).stop_reason()
    for trial in completed[PRUNED_AFTER:]:
        before = [t for t in completed if t.number < trial.number]
        first = sorted(t.accuracies[0] for t in before)
        assert trial.accuracies[0] >= (first[len(first) // 2] + first[~(len(first) // 2)]) / 2


def test_impossible_combinations_do_not_end_the_search(store: RunStore, offline: Dataset) -> None:
    """What the configuration refuses is no training and costs nothing of the budget."""
    ranges = {
        "output": OneOf(("softmax", "sigmoid")),
        "loss": OneOf(("binary", "sparse")),
        "learning_rate": Between(0.001, 0.1),
    }
    search = new_search(store, offline, ranges=ranges)
    progress = run_to_end(search, store, InstantQueue(store))
    impossible = [t for t in progress.trials if t.state is TrialState.IMPOSSIBLE]

    assert SearchState.FINISHED is progress.state
    assert 8 == len(progress.trained)
    assert impossible
    for trial in impossible:
        assert ("softmax", "binary") == (trial.settings["output"], trial.settings["loss"])
        assert "Binary cross-entropy" in trial.message


@pytest.mark.parametrize("more", [{}, {"learning_rate": Between(0.001, 0.1)}], ids=["few", "many"])
def test_only_impossible_combinations(store: RunStore, offline: Dataset, more: dict) -> None:
    """A search that could never train anything gives up and says why."""
    base = replace(BASE, augmentation="world")
    ranges = {"loss": OneOf(("mse", "binary")), **more}
    search, queue = new_search(store, offline, base=base, ranges=ranges), InstantQueue(store)
    progress = run_to_end(search, store, queue)

    assert SearchState.FAILED is progress.state
    assert "impossible" in progress.message or "No combination is possible" in progress.message
    assert [] == queue.submitted
    assert len(progress.trials) == (MOST_IMPOSSIBLE if more else 2)


def test_few_combinations_are_tried_once_each(store: RunStore, offline: Dataset) -> None:
    """When every combination has been tried the search ends, whatever its budget. Those that
    differ only in a setting without effect are one."""
    ranges = {"optimizer": OneOf(("adam", "sgd")), "weight_decay": OneOf((0.01, 0.05, 0.1))}
    search = new_search(store, offline, ranges=ranges, trials=20)
    progress = run_to_end(search, store, InstantQueue(store, lambda config: [0.9]))

    assert (SearchState.FINISHED, "All combinations have been tried.") == (
        progress.state,
        progress.message,
    )
    assert ["adam", "sgd"] == sorted(trial.settings["optimizer"] for trial in progress.trained)


def test_stop(store: RunStore, offline: Dataset) -> None:
    """A stopped search cancels what waits, stops what runs, starts nothing more, and keeps all."""
    search, queue = new_search(store, offline, at_once=3), InstantQueue(store)
    for _ in range(6):
        advance(search, store, queue)
        queue.work()
    before = {run.id for run in store.runs()}
    search.request_stop()
    progress = run_to_end(search, store, queue)

    assert SearchState.STOPPED is progress.state
    assert before == {run.id for run in store.runs()}
    assert not any(run.status.state.is_active for run in store.runs())
    states = {trial.state for trial in progress.trials}
    assert TrialState.STOPPED in states <= {TrialState.STOPPED, TrialState.COMPLETED}
    assert progress == advance(search, store, queue)


def test_deleted_runs_do_no_harm(store: RunStore, offline: Dataset) -> None:
    """A run that is deleted while it runs counts as failed, one deleted later keeps its figures."""
    search, queue = new_search(store, offline), InstantQueue(store)
    for _ in range(6):
        progress = advance(search, store, queue)
        queue.work()
    done, running = progress.trials[0], progress.trials[-1]
    assert (TrialState.COMPLETED, TrialState.RUNNING) == (done.state, running.state)
    for trial in (done, running):
        shutil.rmtree(store.get(trial.run).folder)
    progress = run_to_end(search, store, queue)

    assert done == progress.trials[0]
    assert TrialState.FAILED is progress.trials[running.number].state
    assert "There is no run called" in progress.trials[running.number].message
    assert 8 == len(progress.trained)


def test_failures_in_a_row_end_the_search(store: RunStore, offline: Dataset) -> None:
    """Where every training fails the search says why instead of going through its budget."""

    class BrokenQueue(InstantQueue):
        def submit(self, run: Run) -> None:
            run.write_status(Status(State.FAILED, message="No cluster answers."))
            raise DigitLabError("No cluster answers.")

    search = new_search(store, offline, trials=20)
    progress = run_to_end(search, store, BrokenQueue(store))

    assert SearchState.FAILED is progress.state
    assert MOST_FAILURES == len(progress.trained)
    assert progress.message.endswith("No cluster answers.")
    assert progress.best is None


def test_interrupted_for_ever(store: RunStore, offline: Dataset, dead_owner: Owner) -> None:
    """A training that kills its worker each time is given up after a few times."""
    search = new_search(store, offline, trials=1)

    class DeadlyQueue(InstantQueue):
        def submit(self, run: Run) -> None:
            super().submit(run)
            abandon_training(run, dead_owner)

    queue = DeadlyQueue(store)
    for _ in range(10):
        progress = advance(search, store, queue)

    assert SearchState.FINISHED is progress.state
    assert 1 + MOST_RESTARTS == len(queue.submitted)
    (trial,) = progress.trials
    assert TrialState.FAILED is trial.state
    assert trial.message.startswith("Interrupted 4 times.")


@pytest.mark.parametrize("steps", [1, 2, 5, 9, 14])
def test_killed_in_the_middle(
    store: RunStore, offline: Dataset, dead_owner: Owner, steps: int
) -> None:
    """A new driver goes on where a killed one was: the full budget, and no trial twice."""
    search, queue = new_search(store, offline, at_once=2), InstantQueue(store)
    for _ in range(steps):
        advance(search, store, queue)
        queue.work()
    abandon_search(search, store, dead_owner)
    progress = run_to_end(search, store, InstantQueue(store))

    assert SearchState.FINISHED is progress.state
    assert 8 == len(progress.trained) == len({trial.run for trial in progress.trials})
    assert 8 == len(store.runs()) == len({tuple(t.settings.items()) for t in progress.trials})
    for trial in progress.trials:
        assert [float(n) for n in range(1, len(trial.accuracies) + 1)] == [
            record["epoch"] for record in store.get(trial.run).epochs()
        ]
