"""What Optuna is asked: which values to try next, which trial to prune, what mattered.

Optuna's study lives in memory for one question only, built from the trials on record. So there
is one truth, that a killed process cannot tear, and the same trials give the same answer.
Optuna is imported at the first question: it takes a tenth of a second, with what weighs the
settings nearly two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.config.setting import Value
from core.search.ranges import (
    SEARCHABLE,
    OneOf,
    Range,
    Ranges,
    is_logarithmic,
    on_step,
    tidy,
)
from core.search.trials import Trial, TrialState

if TYPE_CHECKING:
    from optuna import Study
    from optuna.distributions import BaseDistribution
    from optuna.trial import FrozenTrial

PRUNED_AFTER = 4
"""So many trials are trained to their end before one is pruned."""

WEIGHED_FROM = 6
"""So many trials with an accuracy are needed before the settings are weighed."""


def random_trials(trials: int) -> int:
    """Return how many of a search's trials are drawn at random before TPE learns from them."""
    return min(10, max(4, trials // 4))


def propose(
    ranges: Ranges, trials: Sequence[Trial], budget: int, seed: int, attempt: int = 0
) -> dict[str, Value]:
    """Return values for the next trial; another `attempt` gives others.

    Drawn by the tree-structured Parzen estimator (Bergstra et al. 2011): random at first, then
    more often where good trials are denser than the others.
    """
    from optuna.samplers import TPESampler

    study = _study(ranges, trials)
    study.sampler = TPESampler(
        n_startup_trials=random_trials(budget),
        multivariate=True,
        constant_liar=True,  # trials that run now keep others away from where they are
        seed=_seed(seed, len(trials), attempt),
    )
    drawn = study.ask(_distributions(ranges)).params
    return {name: _as_value(name, ranges[name], drawn[name]) for name in ranges}


def should_prune(ranges: Ranges, trials: Sequence[Trial], trial: Trial) -> bool:
    """Say whether `trial`, running, is below the median of those completed at its last epoch."""
    if not trial.accuracies:
        return False
    from optuna.pruners import MedianPruner

    study = _study(ranges, trials)
    pruner = MedianPruner(n_startup_trials=PRUNED_AFTER, n_min_trials=PRUNED_AFTER)
    return bool(pruner.prune(study, _frozen(ranges, trial)))


def importances(ranges: Ranges, trials: Sequence[Trial], seed: int = 0) -> dict[str, float] | None:
    """Return the share of each setting in the differences of accuracy, the largest first.

    By fANOVA (Hutter et al. 2014) from the trials that came to an accuracy, a pruned one with
    that at which it was pruned; None while they are too few or all alike.
    """
    valued = [t for t in trials if t.value is not None and t.state is not TrialState.STOPPED]
    if len(valued) < WEIGHED_FROM or len({trial.value for trial in valued}) == 1:
        return None
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances

    study = _study(ranges, [replace(trial, state=TrialState.COMPLETED) for trial in valued])
    evaluator = FanovaImportanceEvaluator(seed=seed)
    importances = get_param_importances(study, evaluator=evaluator, params=list(ranges))
    return {name: float(share) for name, share in importances.items()}


def _study(ranges: Ranges, trials: Sequence[Trial]) -> Study:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)  # it would announce every study
    study = optuna.create_study(direction="maximize")
    study.add_trials(_frozen(ranges, trial) for trial in trials)
    return study


def _frozen(ranges: Ranges, trial: Trial) -> FrozenTrial:
    from optuna.trial import TrialState as Told
    from optuna.trial import create_trial

    told = {
        TrialState.RUNNING: Told.RUNNING,
        TrialState.COMPLETED: Told.COMPLETE,
        TrialState.PRUNED: Told.PRUNED,
        TrialState.IMPOSSIBLE: Told.PRUNED,  # worse than all others, so that TPE stays away
        TrialState.STOPPED: Told.FAIL,  # says nothing about the values
        TrialState.FAILED: Told.FAIL,
    }[trial.state]
    return create_trial(
        state=told,
        value=trial.value if told is Told.COMPLETE else None,
        params=dict(trial.settings),
        distributions=_distributions(ranges),
        intermediate_values=dict(enumerate(trial.accuracies, start=1)),
    )


def _distributions(ranges: Ranges) -> dict[str, BaseDistribution]:
    return {name: _distribution(name, given) for name, given in ranges.items()}


def _distribution(name: str, given: Range) -> BaseDistribution:
    from optuna.distributions import (
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    if isinstance(given, OneOf):
        return CategoricalDistribution(given.values)
    setting = SEARCHABLE[name]
    log = is_logarithmic(setting)
    if isinstance(setting.default, int):
        return IntDistribution(int(given.low), int(given.high), log=log)
    return FloatDistribution(given.low, given.high, log=log)


def _as_value(name: str, given: Range, drawn: Any) -> Value:  # noqa: ANN401 - as Optuna draws it
    if isinstance(given, OneOf):
        return given.values[given.values.index(drawn)]
    setting = SEARCHABLE[name]
    if setting.step and isinstance(setting.default, float):
        drawn = on_step(setting, drawn + setting.step / 2)  # the nearest
    return tidy(name, given, drawn)


def _seed(seed: int, number: int, attempt: int) -> int:
    return int(np.random.SeedSequence([seed, number, attempt]).generate_state(1)[0])
