"""Which settings matter: one without effect is neither shown nor compared."""

from core.config.augmentations import CUSTOM, SLIDERS
from core.config.train_config import SETTINGS, TrainConfig
from core.networks.architectures import ARCHITECTURES

_SIZES = frozenset().union(*(architecture.sizes for architecture in ARCHITECTURES.values()))


def active_settings(config: TrainConfig) -> frozenset[str]:
    """Return the names of the settings that have an effect on a training with `config`."""
    sizes = ARCHITECTURES[config.architecture].sizes
    without_effect = _SIZES - sizes
    if config.hidden_layers == 0:
        without_effect |= {"units"}
        if config.architecture == "dense":
            without_effect |= {"activation", "dropout"}
    if config.optimizer not in {"adamw", "muon"}:
        without_effect |= {"weight_decay"}
    if config.augmentation != CUSTOM:
        without_effect |= set(SLIDERS)
    return frozenset(SETTINGS) - without_effect
