"""Which training digits are learned from and which are held back: the validation split."""

from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from core.config.train_config import TrainConfig

_SLACK = 1e-9  # 1 / 0.1 must count as ten parts whatever its last bit


@dataclass(frozen=True)
class Indices:
    """Indices into the training split, int64 and ascending; the two share none."""

    training: NDArray[np.int64]
    validation: NDArray[np.int64]


def split_indices(labels: NDArray[np.uint8], config: TrainConfig) -> Indices:
    """Return random indices by the shares, fold and seed of `config`, from each class alike.

    The validation digits are drawn first and do not depend on the share that is trained on, so
    runs on more and on fewer digits are evaluated on the same ones.
    """
    rng = np.random.default_rng(config.seed)
    validation, training = [], []
    for digit in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == digit))
        held_back = _part(len(members), config)
        rest = np.delete(members, held_back)
        validation.append(members[held_back])
        training.append(rest[: max(1, round(len(rest) * config.train_fraction))])
    return Indices(np.sort(np.concatenate(training)), np.sort(np.concatenate(validation)))


def _part(members: int, config: TrainConfig) -> slice:
    # Bounds are rounded, not sizes, so that parts of 1/k each leave no digit out.
    share = config.validation_fraction
    fold = config.fold % floor(1 / share + _SLACK)
    start = min(round(fold * members * share), members - 1)
    return slice(start, max(start + 1, round((fold + 1) * members * share)))
