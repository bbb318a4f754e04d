"""Temperature and threshold are what the validation digits say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.metrics import cross_entropy, energy, probabilities
from core.training.calibration import minimum_energy, temperature


def drawn_from_probabilities(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits, and labels drawn with exactly the probabilities that the logits state."""
    rng = np.random.default_rng(seed)
    logits = (3 * rng.standard_normal((20_000, 10))).astype(np.float32)
    cumulated = probabilities(logits).cumsum(axis=1)
    labels = (cumulated < rng.random((len(logits), 1))).sum(axis=1).clip(0, 9)
    return logits, labels.astype(np.uint8)


@pytest.mark.parametrize("too_sure", [0.6, 1.0, 1.7, 3.0])
def test_finds_how_much_too_sure_a_model_is(too_sure: float) -> None:
    """Logits that are calibrated but for a factor give that factor back."""
    logits, labels = drawn_from_probabilities(0)

    assert too_sure == pytest.approx(temperature(logits * np.float32(too_sure), labels), rel=0.03)


@given(st.integers(0, 1000), st.floats(0.1, 10))
def test_never_worse_than_none(seed: int, scale: float) -> None:
    """The loss after calibration is no higher, and the temperature stays within its bounds."""
    rng = np.random.default_rng(seed)
    logits = (scale * rng.standard_normal((30, 10))).astype(np.float32)
    labels = rng.integers(0, 10, 30).astype(np.uint8)
    found = temperature(logits, labels)

    assert 0.5 <= found <= 4
    assert cross_entropy(logits / np.float32(found), labels) <= cross_entropy(logits, labels) + 1e-3


def test_no_mistakes_do_not_make_it_vanish() -> None:
    """On digits without a mistake the coldest temperature would be best; it ends at its bound."""
    logits = 10 * np.eye(10, dtype=np.float32)

    assert 0.5 == pytest.approx(temperature(logits, np.arange(10, dtype=np.uint8)), abs=0.01)


def test_few_digits_are_refused() -> None:
    """The threshold refuses 0.65 % of the digits that it was found on."""
    logits = np.random.default_rng(0).standard_normal((3000, 10)).astype(np.float32)
    refused = np.mean(energy(logits) < minimum_energy(logits))

    assert 0.0065 == pytest.approx(refused, abs=1 / 3000)
