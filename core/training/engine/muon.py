"""Muon: a step for each kernel as a whole, where Adam makes one for each weight by itself.

In few of a kernel's directions gradients are far larger than in all others. Muon makes the step
about equally long in all of them, so that what is rare is learned as well (Jordan and others
2024, "Muon: An optimizer for hidden layers in neural networks").
"""

from math import prod

import keras
from keras import ops

from core.training.engine.fused import OneMachine


class Muon(OneMachine, keras.optimizers.Muon):
    """Keras' Muon, which takes matrices alone, for the kernels of convolutions too.

    A kernel (h, w, in, out) is a matrix (h * w * in, out). The last kernel, whose outputs are the
    answers, and whatever is no kernel follow AdamW at the same learning rate.
    """

    def build(self, var_list: list[keras.Variable]) -> None:
        """Make the moments of all weights, which come in the order of the layers."""
        self._last = [variable for variable in var_list if len(variable.shape) > 1][-1]
        super().build(var_list)

    def _should_use_adamw(self, variable: keras.Variable) -> bool:
        return len(variable.shape) < 2 or variable is self._last

    def zeropower_via_newtonschulz5(self, x: keras.KerasTensor, steps: int) -> keras.KerasTensor:
        """Return a kernel's change, about equally long in all directions."""
        matrix = ops.reshape(x, (-1, x.shape[-1]))
        return ops.reshape(super().zeropower_via_newtonschulz5(matrix, steps), x.shape)

    def lr_adjust(self, x: keras.KerasTensor) -> keras.KerasTensor:
        """Return a kernel's step, as long as Adam's would be, whatever the kernel's size."""
        *inputs, outputs = x.shape
        return x * (self.rms_rate * max(prod(inputs), outputs) ** 0.5)
