"""Wrong labels on purpose, to see what they do to a training."""

import numpy as np
from numpy.typing import NDArray

from core.config.train_config import TrainConfig
from core.data import CLASS_COUNT


def noisy_labels(labels: NDArray[np.uint8], config: TrainConfig) -> NDArray[np.uint8]:
    """Return labels (n,), the share `label_noise` of them replaced by one of the nine others.

    Which ones and by what depends on the seed alone.
    """
    rng = np.random.default_rng([config.seed, len(labels)])
    wrong = rng.permutation(len(labels))[: round(len(labels) * config.label_noise)]
    noisy = labels.copy()
    noisy[wrong] = (labels[wrong] + rng.integers(1, CLASS_COUNT, len(wrong))) % CLASS_COUNT
    return noisy
