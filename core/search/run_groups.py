"""Runs that belong together: the trials of a search, the folds of a cross-validation.

A person made them with one click, and they are many: a list shows each group as one line.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import DigitLabError
from core.runs.run import PRETRAINED, Run
from core.runs.store import RunStore
from core.search.records import read_search, search_folders
from core.training.cross_validation import RECIPE, fold_configs

_FOLD_OF = {config: fold for fold, config in enumerate(fold_configs())}
_SURE_SECONDS = 2.0  # no file system tells times more coarsely


@dataclass(frozen=True)
class RunGroup:
    """Some runs that were made together: `members` are their ids.

    `search` is the id of the search whose trials they are, None for the folds of a
    cross-validation. `id` tells groups apart.
    """

    id: str
    title: str
    members: tuple[str, ...]
    search: str | None = None


@dataclass(frozen=True)
class _Known:
    group: RunGroup | None
    changed: int | None  # when the search's folder was last changed; None to look again


class RunGroups:
    """The groups of the runs of a store. For several threads.

    That of a search is remembered while its folder stays as it is.
    """

    def __init__(self, store: RunStore) -> None:
        """Serve `store`; nothing is read yet."""
        self._root = store.root
        self._known: dict[Path, _Known] = {}

    def all(self, runs: Sequence[Run]) -> list[RunGroup]:
        """Return the groups of `runs`, each with those of its members that are among them.

        A run belongs to one group at most.
        """
        free = {run.id for run in runs} - {PRETRAINED}
        groups = []
        for group in (*self._searches(), *_cross_validations(runs)):
            members = tuple(run_id for run_id in dict.fromkeys(group.members) if run_id in free)
            free.difference_update(members)
            if members:
                groups.append(replace(group, members=members))
        return groups

    def _searches(self) -> list[RunGroup]:
        known = {}
        for folder in search_folders(self._root):
            try:
                changed = folder.stat().st_mtime_ns
            except OSError:  # deleted meanwhile
                continue
            before = self._known.get(folder)
            if before is None or before.changed != changed:
                before = _read(folder, changed)
            known[folder] = before
        self._known = known  # as a whole, so that another thread sees the old or the new
        return [one.group for one in known.values() if one.group is not None]


def members(groups: Iterable[RunGroup]) -> dict[str, RunGroup]:
    """Return the group of each run that belongs to one, by the run's id."""
    return {run_id: group for group in groups for run_id in group.members}


def _read(folder: Path, changed: int) -> _Known:
    # An active search replaces its record again and again, which changes the folder.
    settled = time.time() - changed / 1e9 > _SURE_SECONDS
    try:
        search = read_search(folder)
        trials = search.progress().trials
    except DigitLabError:  # what it began stands among all other runs then
        return _Known(None, changed if settled else None)
    made = tuple(trial.run for trial in trials if trial.run is not None)
    group = RunGroup(search.id, f"Search: {search.title}", made, search.id)
    return _Known(group, changed if settled else None)


def _cross_validations(runs: Sequence[Run]) -> list[RunGroup]:
    by_digits: dict[str, dict[str, int]] = {}
    titles = {}
    for run in runs:
        # Compared first, because to hash all settings of a thousand runs takes its time.
        if run.info.config.validation_fraction != RECIPE.validation_fraction:
            continue
        fold = _FOLD_OF.get(run.info.config)
        if fold is not None:
            by_digits.setdefault(run.info.fingerprint, {})[run.id] = fold
            titles[run.info.fingerprint] = run.info.dataset_title
    return [
        RunGroup(f"folds-{digits[:16]}", f"Cross-validation: {titles[digits]}", tuple(folds))
        for digits, folds in by_digits.items()
        if any(folds.values())  # with the first fold alone it is an ordinary training
    ]
