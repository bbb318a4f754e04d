"""A network opened up: its maps are its own, and depend on what they are said to depend on."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.config.train_config import TrainConfig
from core.data import load
from core.errors import DigitLabError
from core.inference.feature_maps import FeatureMaps
from core.inference.litert import LiteRTModel
from core.networks.architectures import costs
from core.runs.run import Run, read_run

SHIPPED = read_run(Path(__file__).resolve().parents[3] / "models" / "pretrained")
DIGITS = load().test.images[:3]


@pytest.fixture(scope="module")
def opened() -> FeatureMaps:
    """The shipped model."""
    return FeatureMaps(SHIPPED)


def test_the_last_layer_is_what_the_model_says(opened: FeatureMaps) -> None:
    """Its units are the logits that inference gets, digit after digit."""
    logits = LiteRTModel.of(SHIPPED)(DIGITS).logits
    for digit, expected in zip(DIGITS, logits, strict=True):
        np.testing.assert_allclose(opened(digit)[-1].maps.ravel(), expected, atol=1e-3)


def test_every_layer_has_its_shape(opened: FeatureMaps) -> None:
    """As the layers of the run say, with a kernel for each map and unit but those of pooling."""
    shapes = {cost.output_shape for cost in costs(SHIPPED.info.config)}
    for layer in opened(DIGITS[0]):
        channels, height, width = layer.maps.shape
        assert shapes & {(height, width, channels), (channels,)}
        assert (layer.name == "Pooling") == (layer.kernels is None)
        if layer.kernels is not None:
            assert channels == len(layer.kernels)


def test_what_lies_outside_a_receptive_field_does_not_matter(opened: FeatureMaps) -> None:
    """Noise around it leaves a map's largest value as it is; within it, it does not."""
    image, rng = DIGITS[0], np.random.default_rng(0)
    for number, layer in enumerate(opened(image)[:4]):
        channel = layer.by_strength()[0]
        row, column = layer.strongest(channel)
        (top, bottom), (left, right) = layer.looked_at(channel)
        outside = rng.integers(0, 256, image.shape, np.uint8)
        inside = image.copy()
        inside[top:bottom, left:right] = outside[top:bottom, left:right]
        outside[top:bottom, left:right] = image[top:bottom, left:right]
        value = layer.maps[channel, row, column]

        assert value == pytest.approx(opened(outside)[number].maps[channel, row, column], abs=1e-3)
        assert value != pytest.approx(opened(inside)[number].maps[channel, row, column], abs=1e-3)


def test_maps_of_one_digit_stay(opened: FeatureMaps) -> None:
    """Those of the next one are not written into them."""
    first = opened(DIGITS[0])
    kept = [layer.maps.copy() for layer in first]
    opened(DIGITS[1])
    for layer, maps in zip(first, kept, strict=True):
        np.testing.assert_array_equal(maps, layer.maps)


def test_another_network_than_the_run_says_is_refused(tmp_path: Path) -> None:
    """What cannot be told apart is not shown."""
    shutil.copy(SHIPPED.litert_path, tmp_path)
    info = replace(SHIPPED.info, config=TrainConfig(architecture="quick_cnn"))
    run = Run("here", tmp_path, info, SHIPPED.status, SHIPPED.result)
    with pytest.raises(DigitLabError, match="layers of this model are not those"):
        FeatureMaps(run)(DIGITS[0])
