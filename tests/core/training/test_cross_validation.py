"""A cross-validation is five ordinary runs, each of which is found again by its settings."""

from dataclasses import replace

import numpy as np

from core.data import Dataset
from core.runs.split import split_indices
from core.runs.status import State, Status
from core.runs.store import RunStore
from core.training.cross_validation import (
    FOLDS,
    RECIPE,
    create_missing,
    fold_configs,
    fold_runs,
    is_complete,
)


def test_each_digit_is_held_back_once(offline: Dataset) -> None:
    """By the five configurations together."""
    held_back = [split_indices(offline.train.labels, c).validation for c in fold_configs()]

    assert sorted(np.concatenate(held_back).tolist()) == list(range(len(offline.train)))


def test_missing_folds_are_created_once(store: RunStore, offline: Dataset) -> None:
    """Asking again while they wait adds nothing; one that was stopped is created anew."""
    created = create_missing(store, offline)
    assert [run.info.config.fold for run in created] == list(range(FOLDS))
    assert create_missing(store, offline) == []
    assert created[2].title == "Cross-validation 3 of 5"

    created[2].write_status(Status(State.STOPPED))

    (again,) = create_missing(store, offline)
    assert again.info.config.fold == 2
    assert again.id != created[2].id
    found = fold_runs(store.runs(), offline)
    assert found[2].id == again.id
    assert not is_complete(found)


def test_other_runs_are_no_folds(store: RunStore, offline: Dataset) -> None:
    """Other settings or other digits are something else."""
    store.create(replace(RECIPE, epochs=RECIPE.epochs + 1), offline)
    store.create(RECIPE, replace(offline, fingerprint="0" * 64))

    assert fold_runs(store.runs(), offline) == {}
