"""Two halves of a batch side by side, in place of every operation spread over all cores.

Spreading an operation and waiting for its last part costs as much as a small network's operation
itself. Two halves that run next to each other wait for one another once a step.
"""

from typing import Any

import keras
import tensorflow as tf


def with_ghost_batches(model: keras.Model) -> keras.Model:
    """Return `model`, of the same weights, as one that trains on two halves of a batch at a time.

    Answers and gradients are those of the whole batch, but for batch normalisation: while
    training it normalises each half by itself ("ghost" batches, Hoffer, Hubara and Soudry 2017,
    "Train longer, generalize better").
    """
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            # Each half moves the averages: both together as far as the momentum says.
            layer.momentum **= 0.5
    return GhostBatches(model.input, model.output)


class GhostBatches(keras.Model):
    """A functional model that computes each half of a batch on its own, at the same time."""

    def call(
        self,
        inputs: tf.Tensor,
        training: bool | None = None,
        mask: Any = None,  # noqa: ANN401
    ) -> tf.Tensor:
        """Return the outputs for a batch (b, ...) of any size."""
        size = tf.shape(inputs)[0]
        # The middle digit of an odd batch goes through both, so that no half is ever empty.
        first = super().call(inputs[: (size + 1) // 2], training=training, mask=mask)
        second = super().call(inputs[size // 2 :], training=training, mask=mask)
        return tf.concat([first, second[size % 2 :]], axis=0)

    def whole(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the outputs for a few digits, not worth halving, outside of training."""
        return super().call(inputs, training=False)
