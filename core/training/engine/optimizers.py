"""Keras optimisers and learning-rate schedules from a configuration.

Only schedules that Keras itself knows are used, so that nothing of ours is needed later.
"""

from keras import optimizers
from keras.optimizers.schedules import CosineDecay

from core.training.config import TrainConfig

# One cycle (Smith and Topin 2019, arXiv 1708.07120): a rise over the first quarter, then a fall.
_WARM_UP = 0.25
_START = 1 / 25
_WEIGHT_DECAY = 0.03


def optimizer(config: TrainConfig, total_steps: int) -> optimizers.Optimizer:
    """Return the Keras optimiser for a training of `total_steps` steps."""
    rate = _learning_rate(config, total_steps)
    match config.optimizer:
        case "adam":
            return optimizers.Adam(rate)
        case "adamw":
            return optimizers.AdamW(rate, weight_decay=_WEIGHT_DECAY)
        case "rmsprop":
            return optimizers.RMSprop(rate)
        case "momentum":
            return optimizers.SGD(rate, momentum=0.9, nesterov=True)
        case _:
            return optimizers.SGD(rate)


def _learning_rate(config: TrainConfig, total_steps: int) -> float | CosineDecay:
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
