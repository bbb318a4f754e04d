"""The slopes of a logit are those by which it changes."""

from pathlib import Path

import numpy as np
import pytest

from core.data import load
from core.inference.feature_maps import FeatureMaps
from core.runs.run import read_run

SHIPPED = read_run(Path(__file__).resolve().parents[3] / "models" / "pretrained")
IMAGE = load().test.images[0].astype(np.float32)


@pytest.mark.parametrize("target", [0, 7])
def test_a_small_step_changes_the_logit_by_its_slope(target: int) -> None:
    """In any direction, as far as the network does not bend on the way."""
    opened, rng = FeatureMaps(SHIPPED), np.random.default_rng(target)
    slopes = opened.gradient(IMAGE, target)
    assert slopes is not None
    told, there = [], []
    for _ in range(20):
        step = rng.normal(0, 0.02, IMAGE.shape).astype(np.float32)
        ahead, back = (opened(IMAGE + way * step)[-1].maps[target, 0, 0] for way in (1, -1))
        told.append(float(2 * (slopes * step).sum()))
        there.append(float(ahead - back))
    assert np.abs(np.subtract(told, there)).max() < 0.15 * np.abs(there).max()
    assert 0.99 < np.corrcoef(told, there)[0, 1]
