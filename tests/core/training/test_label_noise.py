"""Wrong labels on purpose: so many, and every one of them wrong."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.config.train_config import TrainConfig
from core.training.label_noise import noisy_labels


@given(st.integers(1, 500), st.integers(0, 18), st.integers(0, 1000))
def test_as_many_wrong_as_asked_for(count: int, twentieths: int, seed: int) -> None:
    """As many as come nearest to the share, each of another class; the seed decides which."""
    labels = np.random.default_rng(seed).integers(0, 10, count).astype(np.uint8)
    config = TrainConfig(label_noise=twentieths / 20, seed=seed)
    before = labels.copy()

    noisy = noisy_labels(labels, config)
    wrong = int(np.sum(noisy != labels))
    assert abs(20 * wrong - count * twentieths) <= 10  # nearer than half a label, or just as near
    assert noisy.max() < 10
    assert noisy.dtype == np.uint8
    assert np.array_equal(noisy, noisy_labels(labels, config))
    assert np.array_equal(before, labels)
