"""Which training digits are learned from and which judge: the validation split."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.training.config import TrainConfig


@dataclass(frozen=True)
class Indices:
    """Indices into the training split, int64 and ascending; the two share none."""

    training: NDArray[np.int64]
    validation: NDArray[np.int64]


def split_indices(labels: NDArray[np.uint8], config: TrainConfig) -> Indices:
    """Return random indices by the shares and the seed of `config`, from each class alike.

    The validation digits are drawn first and do not depend on the share that is trained on, so
    runs on more and on fewer digits are judged on the same ones.
    """
    rng = np.random.default_rng(config.seed)
    validation, training = [], []
    for digit in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == digit))
        held_back = max(1, round(len(members) * config.validation_fraction))
        rest = members[held_back:]
        validation.append(members[:held_back])
        training.append(rest[: max(1, round(len(rest) * config.train_fraction))])
    return Indices(np.sort(np.concatenate(training)), np.sort(np.concatenate(validation)))
