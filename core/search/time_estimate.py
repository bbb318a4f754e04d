"""How long a search takes."""

import random
from statistics import mean

from core.config.setting import Value
from core.config.train_config import TrainConfig
from core.errors import DigitLabError
from core.search.ranges import SEARCHABLE, OneOf, Range, Ranges, is_logarithmic, tidy
from core.search.trials import Progress
from core.training.time_estimate import AROUND_A_TRAINING, planned_seconds

_SAMPLES = 40


def planned_search_seconds(
    base: TrainConfig, ranges: Ranges, trials: int, digits: int, slowness: float
) -> float | None:
    """Return how long `trials` trials take one after another if none of them is pruned.

    The mean of combinations drawn at random, as in `planned_seconds`, which knows `digits` and
    `slowness`; None when none of them is possible.
    """
    rng = random.Random(0)
    planned = []
    for _ in range(_SAMPLES):
        drawn = {name: _drawn(name, given, rng) for name, given in ranges.items()}
        try:
            config = TrainConfig.from_dict({**base.to_dict(), **drawn})
        except DigitLabError:
            continue
        planned.append(planned_seconds(config, digits))
    return trials * (mean(planned) + AROUND_A_TRAINING) * slowness if planned else None


def seconds_left(progress: Progress, trials: int) -> float | None:
    """Return how long the rest of a search takes by the trials that have ended, None before any."""
    took = [trial.seconds for trial in progress.ended if trial.accuracies]
    if not took:
        return None
    return (trials - len(progress.ended)) * (mean(took) + AROUND_A_TRAINING)


def _drawn(name: str, given: Range, rng: random.Random) -> Value:
    if isinstance(given, OneOf):
        return rng.choice(given.values)
    if is_logarithmic(SEARCHABLE[name]):
        number = given.low * (given.high / given.low) ** rng.random()
    else:
        number = rng.uniform(given.low, given.high)
    return tidy(name, given, number)
