"""How a run is fine-tuned on drawings: few small steps on drawings mixed with training digits."""

from dataclasses import replace

from core.config.augmentations import STRONG
from core.config.setting import Setting
from core.config.train_config import TrainConfig
from core.data.augmentation import Augmentation
from core.glossary import term

SHARE = Setting(
    "Share of drawings",
    0.3,
    help=term("Share of drawings").meaning,
    low=0.1,
    high=0.5,
    step=0.05,
    shown="percent",
)
"""Of each batch; the rest are training digits, without which the run would forget them."""

FORMS_OF_DRAWINGS: Augmentation = STRONG
"""How each drawing is changed, otherwise each time: there are too few to learn from as they are."""

_EPOCHS = 5
_DIGITS = 5_000  # of the training digits, that each epoch shows
_LEARNING_RATE = 0.001


def fine_tuning_config(base: TrainConfig, training_digits: int) -> TrainConfig:
    """Return how a run made as `base` is trained on, for a data set of so many training digits.

    All that makes its network, and the digits it holds back, stay as they are.
    """
    of_all = training_digits * (1 - base.validation_fraction)
    fraction = min(base.train_fraction, max(0.01, round(_DIGITS / of_all, 2)))
    return replace(
        base,
        epochs=_EPOCHS,
        train_fraction=fraction,
        batch_size=128,
        optimizer="adam",
        schedule="one_cycle",
        learning_rate=_LEARNING_RATE,
        monitor="last",  # the best one by the training's own digits would be that of least change
        patience=0,
    )
