"""Keras optimisers and learning-rate schedules from a configuration."""

import keras
import tensorflow as tf
from keras import optimizers
from keras.optimizers.schedules import CosineDecay, LearningRateSchedule

from core.config.train_config import TrainConfig
from core.training.engine.fused import SGD, FusedAdam, FusedAdamW, RMSprop
from core.training.engine.muon import Muon

# One cycle (Smith and Topin 2019, arXiv 1708.07120): a rise over the first quarter, then a fall.
_WARM_UP = 0.25
_START = 1 / 25


class Adjustable(LearningRateSchedule):
    """A schedule whose rates can be multiplied by `factor` while the training runs."""

    def __init__(self, rate: float | LearningRateSchedule) -> None:
        """Follow `rate`; the factor starts at 1."""
        super().__init__()
        self._rate = rate
        self.factor = keras.Variable(1.0, trainable=False, name="learning_rate_factor")

    def __call__(self, step: tf.Tensor) -> tf.Tensor:
        """Return the rate of a step, counted from 0."""
        rate = self._rate(step) if isinstance(self._rate, LearningRateSchedule) else self._rate
        return self.factor * rate


def optimizer(config: TrainConfig, rate: float | LearningRateSchedule) -> optimizers.Optimizer:
    """Return the Keras optimiser of a configuration with this learning rate."""
    match config.optimizer:
        case "adam":
            return FusedAdam(rate)
        case "adamw":
            return FusedAdamW(rate, weight_decay=config.weight_decay)
        case "muon":
            decay = config.weight_decay
            return Muon(rate, weight_decay=decay, adam_weight_decay=decay)
        case "rmsprop":
            return RMSprop(rate)
        case "momentum":
            return SGD(rate, momentum=0.9, nesterov=True)
        case _:
            return SGD(rate)


def learning_rate(config: TrainConfig, total_steps: int) -> float | CosineDecay:
    """Return the learning rate of a training of `total_steps` steps, as Keras knows it."""
    peak = config.learning_rate
    match config.schedule:
        case "constant":
            return peak
        case "cosine":
            return CosineDecay(peak, decay_steps=total_steps)
        case _:
            warm_up = max(1, round(total_steps * _WARM_UP))
            return CosineDecay(
                peak * _START,
                decay_steps=max(1, total_steps - warm_up),
                warmup_target=peak,
                warmup_steps=warm_up,
            )
