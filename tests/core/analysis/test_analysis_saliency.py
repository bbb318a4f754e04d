"""Which pixels an answer hangs on: exact where the truth is known, complete on a real model."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.analysis.saliency import Logits, integrated_gradients, occlusion
from core.data import load
from core.litert import LiteRTModel
from core.training.store import RunStore

IMAGES = arrays(np.uint8, (28, 28), elements=st.integers(0, 255))
PRETRAINED = RunStore(Path("models/runs")).get("pretrained")


def linear(weights: np.ndarray) -> Logits:
    """A model whose logit of 3 is a weighted sum of the pixels."""

    def logits(images: np.ndarray) -> np.ndarray:
        answers = np.zeros((len(images), 10), np.float64)
        answers[:, 3] = (images * weights).sum(axis=(1, 2))
        return answers

    return logits


@settings(deadline=None, max_examples=20)
@given(IMAGES, st.integers(0, 2**32 - 1))
def test_linear_models_are_explained_exactly(image: np.ndarray, seed: int) -> None:
    """Each pixel of a weighted sum contributes its own product, a blank one nothing."""
    weights = np.random.default_rng(seed).normal(0, 0.01, (28, 28))
    found = integrated_gradients(image, 3, linear(weights))
    np.testing.assert_allclose(image * weights, found.contributions, atol=1e-3)
    assert found.change == pytest.approx((image * weights).sum(), abs=1e-3)
    assert np.all(found.contributions[image == 0] == 0)


@pytest.mark.parametrize("number", [0, 6, 247])
def test_completeness_on_the_shipped_model(number: int) -> None:
    """The contributions nearly add up to the change of the logit, lie on the ink alone, and the
    error that is told is the one that there is."""
    digits = load().test
    image = digits.images[number]
    model = LiteRTModel(PRETRAINED.litert_path)
    found = integrated_gradients(
        image, int(digits.labels[number]), lambda images: model(images).logits
    )
    total = found.contributions.sum()
    assert found.error <= 0.1
    assert total == pytest.approx(found.change, abs=0.1 * abs(found.change))
    assert abs(total - found.change) / abs(found.change) == pytest.approx(found.error)
    assert np.all(found.contributions[image == 0] == 0)


def test_a_blank_image_hangs_on_nothing() -> None:
    """No ink, no contributions, no error and no occlusion."""
    blank = np.zeros((28, 28), np.uint8)
    model = linear(np.ones((28, 28)))
    found = integrated_gradients(blank, 3, model)
    assert (0.0, 0.0) == (found.change, found.error)
    assert not found.contributions.any()
    assert not occlusion(blank, 3, model).any()


@settings(deadline=None, max_examples=10)
@given(IMAGES)
def test_occlusion_is_what_is_lost(image: np.ndarray) -> None:
    """Of a sum of all pixels each patch loses what lies in it, at the edges less."""
    falls = occlusion(image, 3, linear(np.ones((28, 28))))
    ink = image.astype(int)
    assert falls[10, 10] == pytest.approx(ink[8:13, 8:13].sum(), abs=0.5)
    assert falls[0, 27] == pytest.approx(ink[:3, 25:].sum(), abs=0.5)
