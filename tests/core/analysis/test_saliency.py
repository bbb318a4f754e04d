"""Which pixels an answer hangs on: exact where the truth is known, complete on a real model."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.analysis.saliency import Logits, integrated_gradients, occlusion
from core.data import load
from core.inference.feature_maps import FeatureMaps
from core.inference.litert import LiteRTModel
from core.runs.store import RunStore

IMAGES = arrays(np.uint8, (28, 28), elements=st.integers(0, 255))
DIGITS = load().test

Gradient = Callable[[np.ndarray], np.ndarray]
Bend = Literal["relu", "tanh"]
BENDS: dict[Bend, tuple[Gradient, Gradient]] = {
    "relu": (lambda x: np.maximum(x, 0), lambda x: 1.0 * (x > 0)),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
}


def shipped() -> Logits:
    """The model that comes with the program."""
    model = LiteRTModel(RunStore(Path("models/runs")).get("pretrained").litert_path)
    return lambda images: model(images).logits


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
    attribution = integrated_gradients(image, 3, linear(weights))
    np.testing.assert_allclose(image * weights, attribution.contributions, atol=1e-3)
    assert attribution.change == pytest.approx((image * weights).sum(), abs=1e-3)
    assert np.all(attribution.contributions[image == 0] == 0)


def two_layers(bend: Bend, seed: int) -> tuple[Logits, Gradient]:
    """A network of one hidden layer of 24 units and the exact gradient of its logit of 3."""
    rng = np.random.default_rng(seed)
    first, second = rng.normal(0, 0.15, (784, 24)), rng.normal(0, 1, (24, 10))
    bias = rng.normal(0, 0.5, 24)
    value, slope = BENDS[bend]

    def before(images: np.ndarray) -> np.ndarray:
        return images.reshape(len(images), -1) / 255 @ first + bias

    def logits(images: np.ndarray) -> np.ndarray:
        return value(before(images)) @ second

    def gradient(images: np.ndarray) -> np.ndarray:
        return (slope(before(images)) * second[:, 3]) @ first.T / 255

    return logits, gradient


@pytest.mark.parametrize("is_known", [False, True], ids=["differences", "gradient"])
@pytest.mark.parametrize("bend", list(BENDS))
@pytest.mark.parametrize("seed", range(4))
def test_small_networks_are_explained_as_by_their_gradients(
    bend: Bend, seed: int, is_known: bool
) -> None:
    """Each pixel's part is close to the integral of the exact gradient over 4,000 points, be the
    gradient known or not."""
    logits, gradient = two_layers(bend, seed)
    image = DIGITS.images[seed]
    points = (np.arange(4000) + 0.5) / 4000
    ways = points[:, np.newaxis, np.newaxis] * image
    exact = gradient(ways).mean(axis=0).reshape(28, 28) * image
    known = {"gradient": lambda image, _: gradient(image[np.newaxis]).reshape(28, 28)}
    attribution = integrated_gradients(image, 3, logits, **(known if is_known else {}))

    assert attribution.error <= 0.01
    assert np.abs(attribution.contributions - exact).sum() <= 0.02 * np.abs(exact).sum()


@pytest.mark.parametrize("number", [0, 6, 7, 18, 115, 247])
def test_completeness_on_the_shipped_model(number: int) -> None:
    """The contributions add up to the change of the logit within 1 %, lie on the ink alone, and
    the error that is told is the one that there is."""
    image = DIGITS.images[number]
    logits = shipped()
    target = int(logits(image[np.newaxis])[0].argmax())
    gradient = FeatureMaps(RunStore(Path("models/runs")).get("pretrained")).gradient
    attribution = integrated_gradients(image, target, logits, gradient=gradient)
    total = attribution.contributions.sum()
    ends = logits(np.stack([np.zeros_like(image), image]))[:, target]

    assert attribution.change == pytest.approx(float(ends[1] - ends[0]), rel=1e-5)
    assert total == pytest.approx(attribution.change, abs=0.01 * abs(attribution.change))
    assert abs(total - attribution.change) / abs(attribution.change) == pytest.approx(
        attribution.error
    )
    assert np.all(attribution.contributions[image == 0] == 0)


def test_the_shipped_model_is_explained_as_by_its_gradient() -> None:
    """Each pixel's part is close to the mean of the gradient over many points of the way."""
    image = DIGITS.images[0]
    gradient = FeatureMaps(RunStore(Path("models/runs")).get("pretrained")).gradient
    points = (np.arange(64) + 0.5) / 64
    mean = np.mean([gradient(np.float32(point) * image, 7) for point in points], axis=0) * image
    contributions = integrated_gradients(image, 7, shipped(), gradient=gradient).contributions
    assert np.abs(contributions - mean).sum() < 0.15 * np.abs(mean).sum()


def test_an_error_that_is_left_is_told() -> None:
    """Where no number of stretches is enough, as for a jump, the error says so: contributions
    are never scaled to come out."""

    def jump(images: np.ndarray) -> np.ndarray:
        return np.repeat(1.0 * (images.sum(axis=(1, 2)) > 12_345)[:, np.newaxis], 10, axis=1)

    attribution = integrated_gradients(DIGITS.images[0], 3, jump)

    assert attribution.change == 1
    assert attribution.error == pytest.approx(abs(attribution.contributions.sum() - 1))
    assert attribution.error > 0.01


def test_a_blank_image_hangs_on_nothing() -> None:
    """No ink, no contributions, no error and no occlusion."""
    blank = np.zeros((28, 28), np.uint8)
    model = linear(np.ones((28, 28)))
    attribution = integrated_gradients(blank, 3, model)
    assert (0.0, 0.0) == (attribution.change, attribution.error)
    assert not attribution.contributions.any()
    assert not occlusion(blank, 3, model).any()


@settings(deadline=None, max_examples=10)
@given(IMAGES)
def test_occlusion_is_what_is_lost(image: np.ndarray) -> None:
    """Of a sum of all pixels each patch loses what lies in it, at the edges less."""
    falls = occlusion(image, 3, linear(np.ones((28, 28))))
    ink = image.astype(int)
    assert falls[10, 10] == pytest.approx(ink[8:13, 8:13].sum(), abs=0.5)
    assert falls[0, 27] == pytest.approx(ink[:3, 25:].sum(), abs=0.5)
