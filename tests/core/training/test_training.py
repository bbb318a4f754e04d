"""The parts of the training loop: rates, batches, divergence and the epoch that counts as best."""

import gc
import math
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
import tensorflow as tf
from threadpoolctl import threadpool_info, threadpool_limits

from core.config.augmentations import MIXTURES
from core.config.choices import OPTIMIZERS
from core.config.train_config import TrainConfig
from core.data import Dataset
from core.data.mixture import NONE
from core.metrics import energy, probabilities
from core.networks.architectures import network
from core.runs.run import Run
from core.training.engine.build import training_model, with_no_digit
from core.training.engine.callbacks import StopOnDivergence
from core.training.engine.input_pipeline import training_batches
from core.training.engine.optimizers import learning_rate, optimizer
from core.training.worker import train_run

NewRun = Callable[..., Run]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizer(name: str) -> None:
    """Each choice becomes the Keras optimiser of that name with the rate that was set."""
    made = optimizer(TrainConfig(optimizer=name), 0.02)

    of_keras = {"momentum": "sgd"}.get(name, name)
    kind = next(kind for kind in type(made).__mro__ if kind.__module__.startswith("keras"))
    assert of_keras == kind.__name__.lower()
    expected = {"momentum": 0.9, "muon": 0.95}.get(name, 0.0)
    assert expected == getattr(made, "momentum", 0.0)
    assert pytest.approx(0.02) == float(made.learning_rate)


@pytest.mark.parametrize("total_steps", [1, 2, 3, 100])
def test_one_cycle(total_steps: int) -> None:
    """One cycle starts low, reaches the rate that was set and no more, and ends at zero."""
    config = TrainConfig(schedule="one_cycle", learning_rate=0.1)
    schedule = learning_rate(config, total_steps)
    rates = [float(schedule(step)) for step in range(total_steps + 1)]

    assert pytest.approx(0.1 / 25) == rates[0]
    assert pytest.approx(0.1) == max(rates)
    assert max(1, round(total_steps / 4)) == rates.index(max(rates))
    if total_steps > 1:
        assert pytest.approx(0, abs=1e-6) == rates[-1]


def test_cosine() -> None:
    """Cosine falls from the rate that was set to zero, half of it in the middle."""
    schedule = learning_rate(TrainConfig(schedule="cosine", learning_rate=0.1), 100)
    rates = [float(schedule(step)) for step in range(101)]

    assert [0.1, 0.05, 0.0] == pytest.approx([rates[0], rates[50], rates[100]], abs=1e-6)
    assert rates == sorted(rates, reverse=True)


def test_batches_hold_each_digit_once(offline: Dataset) -> None:
    """One pass gives each chosen digit once with its label, in another order each time."""
    indices = np.arange(0, 300, 3)
    batches = training_batches(offline.train, indices, TrainConfig(batch_size=16))
    passes = [[(x.numpy(), y.numpy()) for x, y in batches] for _ in range(2)]

    assert [16] * 6 + [4] == [len(y) for _, y in passes[0]]
    seen = []
    for one in passes:
        images = np.concatenate([x for x, _ in one])[..., 0].astype(np.uint8)
        labels = np.concatenate([y for _, y in one]).tolist()
        seen.append([(image.tobytes(), label) for image, label in zip(images, labels, strict=True)])
    chosen = zip(offline.train.images[indices], offline.train.labels[indices], strict=True)
    expected = sorted((image.tobytes(), int(label)) for image, label in chosen)
    assert [expected, expected] == [sorted(one) for one in seen]
    assert seen[0] != seen[1]


@pytest.mark.parametrize("strength", ["light", "strong"])
def test_augmented_batches(offline: Dataset, strength: str) -> None:
    """Augmentation gives each digit changed, otherwise in each pass, with its own label: a
    changed digit is nearer to the digit it was made from than to the others on average."""
    indices = np.arange(60)
    config = TrainConfig(batch_size=64, augmentation=strength)
    batches = training_batches(offline.train, indices, config)
    ((first, labels),) = [(x.numpy()[..., 0], y.numpy()) for x, y in batches]
    ((second, _),) = [(x.numpy()[..., 0], y.numpy()) for x, y in batches]

    assert (60, 28, 28) == first.shape
    assert first.max() <= 255
    assert sorted(offline.train.labels[indices].tolist()) == sorted(labels.tolist())
    originals = offline.train.images[indices].astype(float)
    assert not any((originals == image).all(axis=(1, 2)).any() for image in first)
    assert not any((second == image).all(axis=(1, 2)).any() for image in first)
    same = labels[:, np.newaxis] == offline.train.labels[indices]
    distances = np.abs(first[:, np.newaxis] - originals).mean(axis=(2, 3))
    assert distances[same].mean() < distances[~same].mean()


def test_changing_digits_keeps_to_its_thread(offline: Dataset) -> None:
    """NumPy's matrix products do not spread over the cores that the network is busy on."""
    with threadpool_limits(2, user_api="blas"):
        training_batches(offline.train, np.arange(60), TrainConfig(augmentation="light"))

        libraries = [each for each in threadpool_info() if each["user_api"] == "blas"]
        assert all(each["num_threads"] == 1 for each in libraries)


def test_every_augmentation_is_tested() -> None:
    """Those that change the digits alone, and the one that adds to them."""
    assert ["off", "light", "strong", "world"] == list(MIXTURES)


def test_batches_with_synthetic_digits_and_no_digits(offline: Dataset) -> None:
    """Each batch holds its real digits and beside them the share of others that it should."""
    config = TrainConfig(batch_size=128, augmentation="world")
    batches = list(training_batches(offline.train, np.arange(256), config))
    mixture = MIXTURES["world"]
    expected = 128 + round(128 * mixture.synthetic) + round(128 * mixture.nondigits)

    for images, labels in batches:
        assert (expected, 28, 28, 1) == images.shape
        assert round(128 * mixture.nondigits) == np.sum(labels.numpy() == NONE)
        assert set(range(11)) >= set(labels.numpy().tolist())


def test_a_training_that_continues_sees_other_batches(offline: Dataset) -> None:
    """The passes after so many epochs come in another order than the first ones."""
    config = TrainConfig(batch_size=128)
    orders = [
        next(iter(training_batches(offline.train, np.arange(500), config, epochs)))[1].numpy()
        for epochs in (0, 0, 3)
    ]

    assert orders[0].tolist() == orders[1].tolist() != orders[2].tolist()


def test_the_logit_of_no_digit(offline: Dataset) -> None:
    """The eleventh logit is 0 whatever the picture, so that the energy score of the ten is the
    log-odds that it is a digit; the model keeps its weights."""
    layers = network(TrainConfig(architecture="dense", hidden_layers=0))
    model = training_model(layers)
    both = with_no_digit(model)
    images = offline.test.images[:20, ..., np.newaxis].astype(np.float32)
    logits = both(images).numpy()
    none = probabilities(logits)[:, 10]

    np.testing.assert_array_equal(0, logits[:, 10])
    np.testing.assert_allclose(model(images).numpy(), logits[:, :10])
    np.testing.assert_allclose(energy(logits[:, :10]), np.log((1 - none) / none), rtol=1e-5)
    assert [w.shape for w in model.get_weights()] == [w.shape for w in both.get_weights()]


@pytest.mark.parametrize(
    ("logs", "expected"),
    [
        ({"loss": math.nan}, True),
        ({"loss": math.inf}, True),
        ({"loss": 1e30}, False),
        ({"loss": 0.0}, False),
        ({}, False),
        (None, False),
    ],
)
def test_divergence(logs: dict[str, float] | None, expected: bool) -> None:
    """A loss that is no finite number ends the training; a large one does not."""
    callback = StopOnDivergence()
    callback.set_model(SimpleNamespace(stop_training=False))
    callback.on_train_batch_end(0, logs)

    assert expected == callback.diverged
    assert expected == callback.model.stop_training


def test_a_training_leaves_no_graph_behind(new_run: NewRun) -> None:
    """After trainings by every optimiser a process holds as many of TensorFlow's graphs as after
    the first training, so that a worker does not grow with each."""
    held = []
    for name in (next(iter(OPTIMIZERS)), *OPTIMIZERS):
        train_run(new_run(architecture="dense", hidden_layers=0, epochs=1, optimizer=name))
        gc.collect()
        held.append(sum(isinstance(each, tf.Graph) for each in gc.get_objects()))

    assert [held[0]] * len(held) == held
