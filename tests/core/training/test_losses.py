"""Losses from logits are those that Keras computes by their names from probabilities."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.training.engine.losses import loss_function

LABELS = arrays(np.int32, 6, elements=st.integers(0, 9))
LOGITS = arrays(np.float32, (6, 10), elements=st.floats(-8, 8, width=32))
ONE_HOT = {
    "categorical": keras.losses.categorical_crossentropy,
    "binary": keras.losses.binary_crossentropy,
    "mse": keras.losses.mean_squared_error,
}


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@pytest.mark.parametrize("loss", ["sparse", "categorical", "binary", "mse"])
@settings(max_examples=25, deadline=None)
@given(LABELS, LOGITS)
def test_as_keras_computes_them(
    loss: str, output: str, labels: np.ndarray, logits: np.ndarray
) -> None:
    """By name on the probabilities of the output layer, for integer or one-hot labels."""
    if loss == "binary" and output == "softmax":
        return  # refused by the configuration
    probabilities = keras.ops.softmax(logits) if output == "softmax" else keras.ops.sigmoid(logits)
    if loss == "sparse":
        expected = keras.losses.sparse_categorical_crossentropy(labels, probabilities)
    else:
        expected = ONE_HOT[loss](keras.ops.one_hot(labels, 10), probabilities)

    # Keras hands labels over as a column; it clips probabilities at 1e-7.
    actual = loss_function(loss, output)(labels[:, np.newaxis], logits)
    np.testing.assert_allclose(expected, actual, rtol=2e-3, atol=1e-5)
