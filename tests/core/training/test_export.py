"""What a training leaves is the same network for plain Keras and for LiteRT."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.errors import DigitLabError
from core.inference.feature_maps import FeatureMaps
from core.inference.litert import LiteRTModel
from core.networks.architectures import costs, network
from core.runs.run import Run
from core.training.engine.build import standard_model
from core.training.engine.export import _check_agreement, _export

PLAIN_KERAS = """
import json, sys
import keras
import numpy as np

model = keras.models.load_model(sys.argv[1])
digits = np.load(sys.argv[2])
images, labels = digits["images"], digits["labels"]
loss, accuracy = model.evaluate(images, labels, verbose=0)
predicted = model.predict(images, verbose=0)
print(json.dumps({
    "loss": loss,
    "accuracy": accuracy,
    "predicted": float((predicted.argmax(1) == labels).mean()),
    "sums": float(abs(predicted.sum(1) - 1).max()),
    "ours": [name for name in sys.modules if name == "core" or name.startswith("core.")],
}))
"""


def test_plain_keras_opens_the_model(trained: Run, offline: Dataset, tmp_path: Path) -> None:
    """Somebody with Keras alone loads model.keras and gets the recorded figures from raw pixels."""
    np.savez(tmp_path / "digits.npz", images=offline.test.images, labels=offline.test.labels)
    done = subprocess.run(
        [sys.executable, "-c", PLAIN_KERAS, str(trained.keras_path), "digits.npz"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])

    assert [] == said["ours"]
    assert trained.result.test_accuracy == pytest.approx(said["accuracy"], abs=1e-4)
    assert trained.result.test_accuracy == pytest.approx(said["predicted"], abs=1e-4)
    assert trained.result.test_loss == pytest.approx(said["loss"], abs=1e-3)
    assert 0 == pytest.approx(said["sums"], abs=1e-5)


def test_litert_agrees_with_keras(trained: Run, offline: Dataset) -> None:
    """Logits and features of the two files agree, on digits and on noise."""
    model = keras.models.load_model(trained.keras_path)
    last = model.get_layer("logits")
    both = keras.Model(model.input, [last.output, last.input])
    noise = np.random.default_rng(0).integers(0, 256, (20, 28, 28), dtype=np.uint8)
    images = np.concatenate([offline.test.images[:200], noise])
    logits, features = both(images[..., np.newaxis].astype(np.float32), training=False)
    exported = LiteRTModel(trained.litert_path)(images)

    np.testing.assert_allclose(logits, exported.logits, atol=1e-3)
    np.testing.assert_allclose(features, exported.features, atol=1e-3)


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig(architecture="dense", hidden_layers=0),
        TrainConfig(architecture="dense", output="sigmoid"),
        TrainConfig(architecture="cnn", activation="gelu", normalization="batch"),
        TrainConfig(architecture="mnist_convnet", dropout=0.5),
    ],
    ids=lambda config: f"{config.network_title}, {config.output}",
)
def test_every_kind_of_network_is_exported(
    config: TrainConfig, trained: Run, tmp_path: Path
) -> None:
    """Any batch size goes in; logits and the features that the last layer sees come out, and the
    maps of each layer are those of Keras."""
    model = standard_model(network(config), config.output)
    run = Run("here", tmp_path, trained.info, trained.status, None)
    _export(model, run)
    exported = LiteRTModel(run.litert_path)
    width = costs(config)[-2].output_shape

    for count in (1, 7, 300):
        images = np.random.default_rng(count).integers(0, 256, (count, 28, 28), dtype=np.uint8)
        outputs = exported(images)
        assert ((count, 10), (count, *width)) == (outputs.logits.shape, outputs.features.shape)
        _check_agreement(model, exported, images)

    info = replace(run.info, config=config)
    opened = FeatureMaps(replace(run, info=info))
    for layer, values in zip(opened(images[0]), keras_maps(model, images[:1]), strict=True):
        np.testing.assert_allclose(values, layer.maps, atol=2e-3)
    slopes = opened.gradient(images[0].astype(np.float32), 3)
    if config.architecture == "mnist_convnet":
        np.testing.assert_allclose(keras_gradient(model, images[0], 3), slopes, atol=1e-5)
    else:  # GELU, scaled pixels, and the logarithm of a sigmoid are no steps of it
        assert slopes is None


def keras_gradient(model: keras.Model, image: np.ndarray, target: int) -> np.ndarray:
    """The slope of a logit by each pixel, as TensorFlow finds it."""
    pixels = tf.constant(image[np.newaxis, ..., np.newaxis].astype(np.float32))
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        logit = keras.Model(model.input, model.get_layer("logits").output)(pixels)[0, target]
    return tape.gradient(logit, pixels)[0, ..., 0].numpy()


def keras_maps(model: keras.Model, images: np.ndarray) -> list[np.ndarray]:
    """What comes out of each convolution, pooling and dense layer of a model, as (channels, h, w):
    after the normalisation and the activation that follow it."""
    opening = keras.layers.Conv2D | keras.layers.MaxPooling2D | keras.layers.Dense
    reshaping = keras.layers.Flatten | keras.layers.Dropout | keras.layers.Softmax
    ends: list[keras.KerasTensor] = []
    for layer in model.layers:
        if isinstance(layer, opening):
            ends.append(layer.output)
        elif ends and not isinstance(layer, reshaping) and layer.name != "probabilities":
            ends[-1] = layer.output
    last = model.get_layer("logits").output
    if not isinstance(model.get_layer("probabilities"), keras.layers.Softmax):
        last = keras.ops.log_sigmoid(last)
    values = keras.Model(model.input, [*ends[:-1], last])(
        images[..., np.newaxis].astype(np.float32), training=False
    )
    arrays = [np.asarray(value)[0] for value in (values if isinstance(values, list) else [values])]
    return [np.moveaxis(a, -1, 0) if a.ndim == 3 else a.reshape(-1, 1, 1) for a in arrays]


def test_disagreement_is_refused(trained: Run, offline: Dataset) -> None:
    """An export that differs from Keras is an error, whatever the figures would say."""
    model = keras.models.load_model(trained.keras_path)
    *weights, bias = model.get_weights()
    model.set_weights([*weights, bias + 0.01])

    with pytest.raises(DigitLabError, match=r"differs from Keras by 0\.01"):
        _check_agreement(model, LiteRTModel(trained.litert_path), offline.test.images[:10])


def test_safe_mode(trained: Run) -> None:
    """The saved model holds layers of Keras alone and no code."""
    config = keras.models.load_model(trained.keras_path, safe_mode=True).get_config()

    assert {"keras.layers"} == {layer["module"] for layer in config["layers"]}
    assert "Lambda" not in json.dumps(config, default=str)
