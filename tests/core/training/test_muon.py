"""Muon: for matrices that of Keras, for convolutions the same on their kernels as matrices."""

import keras
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from core.training.engine.muon import Muon

RATE, DECAY = 0.01, 0.2
SETTINGS = {"learning_rate": RATE, "weight_decay": DECAY, "adam_weight_decay": DECAY}
shapes = st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 6), st.integers(2, 12))


def stepped(
    optimizer: keras.optimizers.Optimizer,
    weights: list[NDArray[np.float32]],
    gradients: list[list[NDArray[np.float32]]],
) -> list[NDArray[np.float32]]:
    """The weights after a step for each of `gradients`."""
    variables = [keras.Variable(weight) for weight in weights]
    for each in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(part) for part in each], variables)
    return [np.asarray(variable) for variable in variables]


def noise(seed: int, *shapes: tuple[int, ...]) -> list[NDArray[np.float32]]:
    rng = np.random.default_rng(seed)
    return [rng.standard_normal(shape).astype(np.float32) for shape in shapes]


@given(shape=shapes, seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_a_convolution_is_its_kernel_as_a_matrix(shape: tuple[int, ...], seed: int) -> None:
    """Steps of a kernel (h, w, in, out) are those Keras' Muon makes with (h * w * in, out)."""
    last = (4, 3)
    weights = noise(seed, shape, last)
    gradients = [noise(seed + step, shape, last) for step in range(3)]

    def flat(parts: list[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
        return [parts[0].reshape(-1, shape[-1])]

    found = stepped(Muon(**SETTINGS), weights, gradients)[0]
    expected = stepped(
        keras.optimizers.Muon(**SETTINGS), flat(weights), [flat(each) for each in gradients]
    )[0]

    np.testing.assert_allclose(found, expected.reshape(shape), rtol=1e-3, atol=1e-4)


def test_all_else_follows_adamw() -> None:
    """The last kernel, biases and what normalises make the steps of Keras' AdamW."""
    kernel, bias, last, last_bias = (3, 3, 2, 5), (5,), (20, 10), (10,)
    weights = noise(1, kernel, bias, last, last_bias)
    gradients = [noise(2 + step, kernel, bias, last, last_bias) for step in range(4)]

    found = stepped(Muon(**SETTINGS), weights, gradients)
    adamw = keras.optimizers.AdamW(RATE, weight_decay=DECAY)
    expected = stepped(adamw, weights, gradients)

    for one, other in zip(found[1:], expected[1:], strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
    assert not np.allclose(found[0], expected[0], atol=1e-3)


@given(shape=shapes, seed=st.integers(0, 2**32))
@settings(max_examples=25)
def test_all_directions_are_stepped_alike(shape: tuple[int, ...], seed: int) -> None:
    """However unlike a gradient's directions are, the step's are about equally long."""
    rows, columns = int(np.prod(shape[:-1])), shape[-1]
    rank = min(rows, columns)
    (left,) = noise(seed, (rows, rank))
    (right,) = noise(seed + 1, (columns, rank))
    lengths = np.geomspace(1, 0.1, rank)  # the five iterations reach what is so short and longer
    gradient = np.linalg.qr(left)[0] * lengths @ np.linalg.qr(right)[0].T
    optimizer = Muon(learning_rate=1.0, weight_decay=None, adam_weight_decay=None)
    kernel, last = np.zeros(shape, np.float32), np.zeros((2, 2), np.float32)

    step, _ = stepped(optimizer, [kernel, last], [[gradient.reshape(shape), last]])

    spread = np.linalg.svd(step.reshape(rows, columns), compute_uv=False)
    assert spread.max() < 2 * spread.min()
    assert 0.1 < np.sqrt(np.mean(step**2)) < 0.3
