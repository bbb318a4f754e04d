"""Trials and folds are found again as groups, and lists show each group as one line."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.data import Dataset
from core.files.deletion import delete_folder
from core.runs.run import Run
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.runs.summaries import RunSummaries
from core.search import run_groups
from core.search.records import Search
from core.search.run_groups import RunGroup, RunGroups, members
from core.search.run_lines import GroupLine, RunLine, run_lines
from core.search.trials import Progress, SearchState, Trial, TrialState
from core.training.cross_validation import FOLDS, RECIPE, create_missing
from tests.core.search.search_trainings import new_search

NewRun = Callable[..., Run]


def searched(store: RunStore, offline: Dataset, accuracies: list[float]) -> Search:
    """A search on record, with a run for each trial."""
    search = new_search(store, offline, trials=len(accuracies))
    trials = []
    for number, accuracy in enumerate(accuracies):
        values = {"learning_rate": 0.01, "optimizer": "adam"}
        run = store.create(search.config(values), offline)
        run.write_status(Status(State.COMPLETED))
        record = f'{{"epoch": 1, "val_accuracy": {accuracy}, "val_loss": 1.0, "seconds": 2.0}}\n'
        (run.folder / "epochs.jsonl").write_text(record)
        trials.append(Trial(number, values, TrialState.COMPLETED, run.id, (accuracy,), 2.0))
    search.write_progress(Progress(SearchState.FINISHED, "", tuple(trials)))
    return search


def groups_of(store: RunStore) -> list[RunGroup]:
    """The groups of all runs, read anew."""
    return RunGroups(store).all(store.runs())


def test_trials_of_a_search(store: RunStore, offline: Dataset, new_run: NewRun) -> None:
    """The trials of a search are a group by its name; another run is in none."""
    search, other = searched(store, offline, [0.9, 0.8]), new_run()
    (group,) = groups_of(store)

    assert (search.id, f"Search: {search.title}") == (group.search, group.title)
    assert [trial.run for trial in search.progress().trials] == list(group.members)
    assert other.id not in members([group])


def test_deleted_trials_and_searches(store: RunStore, offline: Dataset) -> None:
    """A group has only runs that there are; the trials of a deleted search are ordinary runs."""
    search = searched(store, offline, [0.9, 0.8])
    groups = RunGroups(store)
    (before,) = groups.all(store.runs())
    store.delete(store.get(before.members[0]))
    (after,) = groups.all(store.runs())
    assert before.members[1:] == after.members
    delete_folder(search.folder)
    assert [] == groups.all(store.runs())


def test_folds(store: RunStore, offline: Dataset) -> None:
    """The folds of a cross-validation are a group for each set of digits; the recipe alone, which
    is also the first fold's, is none."""
    store.create(RECIPE, replace(offline, fingerprint="0" * 64))
    assert [] == groups_of(store)
    created = create_missing(store, offline)
    (group,) = groups_of(store)

    assert group.search is None
    assert offline.title in group.title
    assert {run.id for run in created} == set(group.members)
    assert FOLDS == len(group.members)


def test_search_at_rest_is_not_read_again(
    store: RunStore, offline: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many searches on record a page reads none of them; a change is seen at once."""
    search = searched(store, offline, [0.9, 0.8])
    hour_ago = time.time() - 3600
    os.utime(search.folder, (hour_ago, hour_ago))
    groups = RunGroups(store)
    before = groups.all(store.runs())
    read: list[Path] = []

    def noted(folder: Path) -> Search:
        read.append(folder)
        return search

    monkeypatch.setattr(run_groups, "read_search", noted)
    assert before == groups.all(store.runs())
    assert [] == read
    search.write_progress(replace(search.progress(), trials=search.progress().trials[:1]))
    assert before[0].members[:1] == groups.all(store.runs())[0].members


@pytest.mark.parametrize("name", ["search.json", "trials.json"])
def test_damaged_search(name: str, store: RunStore, offline: Dataset) -> None:
    """The trials of a search that cannot be read stand among the other runs."""
    search = searched(store, offline, [0.9])
    (search.folder / name).write_text("{")
    assert [] == groups_of(store)


def test_lines(store: RunStore, offline: Dataset, new_run: NewRun) -> None:
    """A folded group is one line at the place of its newest run; opened, its runs follow."""
    older = new_run()
    search = searched(store, offline, [0.8, 0.9, 0.7])
    newer = new_run()
    summaries, groups = RunSummaries(store).all(), groups_of(store)
    first, folded, last = run_lines(summaries, groups, opened=())

    assert isinstance(first, RunLine)
    assert isinstance(folded, GroupLine)
    assert isinstance(last, RunLine)
    assert (newer.id, older.id) == (first.summary.run.id, last.summary.run.id)
    assert (search.id, False) == (folded.group.search, folded.is_open)
    trials = [trial.run for trial in search.progress().trials]
    assert trials[::-1] == [summary.run.id for summary in folded.summaries]
    assert folded.best is not None
    assert (trials[1], 6.0, 0) == (folded.best.run.id, folded.seconds, folded.active)
    assert sum(summary.size for summary in folded.summaries) == folded.size
    assert folded.created == max(store.get(run_id).info.created for run_id in trials)

    opened = run_lines(summaries, groups, opened=[folded.group.id])
    assert [RunLine(summary, is_member=True) for summary in folded.summaries] == opened[2:5]
    assert 6 == len(opened)


def test_lines_of_some(store: RunStore, offline: Dataset) -> None:
    """Of runs that a filter leaves, the group shows those; without any there is no line for it."""
    searched(store, offline, [0.8, 0.9])
    summaries, groups = RunSummaries(store).all(), groups_of(store)
    (line,) = run_lines(summaries[:1], groups, opened=())
    assert isinstance(line, GroupLine)
    assert 1 == len(line.summaries)
    assert [] == run_lines([], groups, opened=())


def test_thousand_runs_are_grouped_in_no_time(store: RunStore, offline: Dataset) -> None:
    """What a rerun of every page with a picker does takes a few milliseconds."""
    search = searched(store, offline, [0.8] * 3)
    hour_ago = time.time() - 3600
    os.utime(search.folder, (hour_ago, hour_ago))
    runs = [replace(run, id=f"{run.id}-{n}") for run in store.runs() for n in range(333)]
    groups = RunGroups(store)
    groups.all(runs)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        groups.all(runs)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.02
