"""Whole configurations under a name, for those who want a result and not the settings."""

from dataclasses import dataclass

from core.training.config import TrainConfig


@dataclass(frozen=True)
class Preset:
    """A configuration and what it is for."""

    title: str
    config: TrainConfig


PRESETS = {
    "fast": Preset("Fast: over 99 % of MNIST in a minute", TrainConfig()),
    "best": Preset(
        "Best: the shipped model, for drawings and photos of all writers",
        TrainConfig(
            architecture="deep_cnn",
            epochs=40,
            learning_rate=0.003,
            optimizer="adamw",
            dropout=0.3,
            augmentation="world",
            validation_fraction=0.05,
        ),
    ),
}
