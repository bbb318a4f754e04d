"""Operations that TensorFlow computes whole where Keras 3 puts them together from many.

Keras' own batch normalisation takes about half of each training step on a CPU, and its Adam makes
a graph of a dozen operations for each weight, which takes longer to build than the whole rest of
the network. The fused ones compute the same (tests compare both); weights and moments have the
same names, shapes and order, so they fit Keras' own. Nothing of a step is summed over machines.
"""

import keras
import tensorflow as tf


class FusedBatchNormalization(keras.layers.BatchNormalization):
    """Keras' layer with a faster training step; used while training, never saved."""

    def call(
        self, inputs: tf.Tensor, training: bool | None = None, mask: tf.Tensor | None = None
    ) -> tf.Tensor:
        """Normalise by the batch while training, by the moving averages otherwise."""
        if not training:
            return super().call(inputs, training=False, mask=mask)
        # With a factor below 1 the operation returns the averages already moved.
        outputs, mean, variance, *_ = tf.raw_ops.FusedBatchNormV3(
            x=inputs,
            scale=self.gamma.value,
            offset=self.beta.value,
            mean=self.moving_mean.value,
            variance=self.moving_variance.value,
            epsilon=self.epsilon,
            exponential_avg_factor=1 - self.momentum,
            is_training=True,
        )
        self.moving_mean.assign(mean)
        self.moving_variance.assign(variance)
        return outputs


class OneMachine:
    """Updates for any of Keras' optimisers on a single machine.

    Keras would sum the gradients over machines, be it one. For the gradient of that sum TensorFlow
    keeps the graph of the whole step, of every training, until the process ends.
    """

    def _backend_update_step(
        self: keras.optimizers.Optimizer,
        gradients: list[tf.Tensor],
        variables: list[keras.Variable],
        learning_rate: tf.Tensor,
    ) -> None:
        for gradient, variable in zip(gradients, variables, strict=True):
            self.update_step(gradient, variable, learning_rate)


class _FusedUpdate(OneMachine):
    """One operation for each weight; for Keras' Adam and those made of it."""

    def update_step(
        self: keras.optimizers.Adam,
        gradient: tf.Tensor,
        variable: keras.Variable,
        learning_rate: tf.Tensor,
    ) -> None:
        """Move a weight and its two moments."""
        index = self._get_variable_index(variable)
        step = tf.cast(self.iterations.value + 1, tf.float32)
        tf.raw_ops.ResourceApplyAdam(
            var=variable.value.handle,
            m=self._momentums[index].value.handle,
            v=self._velocities[index].value.handle,
            beta1_power=tf.pow(self.beta_1, step),
            beta2_power=tf.pow(self.beta_2, step),
            lr=learning_rate,
            beta1=self.beta_1,
            beta2=self.beta_2,
            epsilon=self.epsilon,
            grad=gradient,
        )


class FusedAdam(_FusedUpdate, keras.optimizers.Adam):
    """Keras' Adam."""


class FusedAdamW(_FusedUpdate, keras.optimizers.AdamW):
    """Keras' AdamW."""


class SGD(OneMachine, keras.optimizers.SGD):
    """Keras' SGD."""


class RMSprop(OneMachine, keras.optimizers.RMSprop):
    """Keras' RMSprop."""
