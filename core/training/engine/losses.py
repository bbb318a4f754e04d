"""Losses from integer labels and logits, each the one that Keras computes by its name.

The network being trained ends in logits, from which a loss is computed more exactly and faster
than from probabilities; a test compares each with Keras' own on the probabilities.
"""

from collections.abc import Callable

import tensorflow as tf
from keras import ops

from core.data import CLASS_COUNT

Loss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


def loss_function(loss: str, output: str) -> Loss:
    """Return a function of labels (b,) and logits (b, 10 or 11) to losses (b,)."""

    def cross_entropy(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
        # Keras looks through a sigmoid output as through a softmax: its categorical losses take
        # the softmax of the logits behind either.
        return ops.sparse_categorical_crossentropy(_flat(labels), logits, from_logits=True)

    def binary(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
        one_hot = ops.one_hot(_flat(labels), CLASS_COUNT)
        return ops.mean(ops.binary_crossentropy(one_hot, logits, from_logits=True), axis=-1)

    def squares(labels: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
        answers = ops.sigmoid(logits) if output == "sigmoid" else ops.softmax(logits)
        return ops.mean(ops.square(ops.one_hot(_flat(labels), CLASS_COUNT) - answers), axis=-1)

    return {"binary": binary, "mse": squares}.get(loss, cross_entropy)


def _flat(labels: tf.Tensor) -> tf.Tensor:
    return ops.cast(ops.reshape(labels, [-1]), "int32")  # Keras hands them over as a column
