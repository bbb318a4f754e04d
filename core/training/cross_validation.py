"""Cross-validation: one recipe trained as often as there are parts to hold back, each one once."""

from collections.abc import Iterable
from dataclasses import replace

from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.runs.run import Run
from core.runs.status import State
from core.runs.store import Digits, RunStore

FOLDS = 5
RECIPE = replace(PRESETS["fast"].config, validation_fraction=1 / FOLDS)
_LOST = (State.FAILED, State.STOPPED, State.INTERRUPTED)


def fold_configs() -> tuple[TrainConfig, ...]:
    """Return the configuration of each fold of the recipe."""
    return tuple(replace(RECIPE, fold=fold) for fold in range(FOLDS))


def fold_runs(runs: Iterable[Run], dataset: Digits) -> dict[int, Run]:
    """Return the newest run on `dataset` of each fold that is finished, going on or waiting.

    `runs` are the newest first, as `RunStore.runs` gives them.
    """
    places = {config: fold for fold, config in enumerate(fold_configs())}
    by_fold: dict[int, Run] = {}
    for run in runs:
        fold = places.get(run.info.config)
        if fold is None or run.info.fingerprint != dataset.fingerprint:
            continue
        if run.status.state not in _LOST:
            by_fold.setdefault(fold, run)
    return by_fold


def create_missing(store: RunStore, dataset: Digits, user: str | None = None) -> list[Run]:
    """Create a run of `user` for each fold that has none; return the new ones, to be trained."""
    there = fold_runs(store.runs(), dataset)
    created = []
    for fold, config in enumerate(fold_configs()):
        if fold not in there:
            run = store.create(config, dataset, user)
            run.annotate(name=f"Cross-validation {fold + 1} of {FOLDS}")
            created.append(store.get(run.id))
    return created


def is_complete(folds: dict[int, Run]) -> bool:
    """Say whether every fold has a model."""
    return len(folds) == FOLDS and all(run.is_usable for run in folds.values())
