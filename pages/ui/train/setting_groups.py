"""The settings of a training, in the three groups that one thinks of them in."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from core.config.active_settings import active_settings
from core.config.augmentations import SLIDERS
from core.config.rules import excluded_choices
from core.config.setting import Value
from core.config.train_config import TrainConfig
from core.data import Dataset
from core.data.mixture import Mixture, mix
from core.figures.montage import enlarged, montage
from core.networks.architectures import ARCHITECTURES
from pages.ui.setting_controls import control

_PREVIEWED = 20
_PREVIEW_COLUMNS = 10


def network_controls(config: TrainConfig) -> None:
    """Show what the network of `config` is made of: only what its architecture leaves open."""
    architecture = ARCHITECTURES[str(_control("architecture", config))]
    st.caption(architecture.teaches)
    sizes = ["conv_blocks", "filters", "kernel", "normalization", "hidden_layers", "units"]
    _in_two_columns(_active([*sizes, "activation", "dropout"], config), config)
    _control("output", config)


def learning_controls(config: TrainConfig) -> None:
    """Show how the network learns."""
    _in_two_columns(["epochs", "batch_size", "learning_rate", "optimizer"], config)
    _control("schedule", config)
    _control("loss", config)
    _in_two_columns(_active(["weight_decay", "monitor", "patience"], config), config)


def data_controls(config: TrainConfig, dataset: Dataset) -> None:
    """Show which digits it learns from, and how they are changed."""
    shares = ["train_fraction", "validation_fraction", "fold", "label_noise", "seed"]
    _in_two_columns(shares, config)
    _control("augmentation", config)
    _in_two_columns(_active(SLIDERS, config), config)
    if config.mixture != Mixture():
        _preview(config.mixture, dataset)


def _control(name: str, config: TrainConfig) -> Value:
    return control(name, without=excluded_choices(name, vars(config)))


def _active(names: Sequence[str], config: TrainConfig) -> list[str]:
    active = active_settings(config)
    return [name for name in names if name in active]


def _in_two_columns(names: list[str], config: TrainConfig) -> None:
    # Row by row, so that the order on a phone, where columns follow one another, stays the same.
    for pair in zip(names[::2], [*names[1::2], None], strict=False):
        for column, name in zip(st.columns(2), pair, strict=True):
            if name is not None:
                with column:
                    _control(name, config)


def _preview(mixture: Mixture, dataset: Dataset) -> None:
    digits = dataset.train
    rng = np.random.default_rng(len(digits))  # the same digits each time, so that one can compare
    chosen = np.argsort(digits.labels[: 20 * _PREVIEWED], kind="stable")[::20][:_PREVIEWED]
    images, _ = mix(digits.images[chosen], digits.labels[chosen], mixture, rng)
    rows = np.concatenate([digits.images[chosen[:_PREVIEW_COLUMNS]], images])
    st.image(
        enlarged(montage(rows, _PREVIEW_COLUMNS), 2),
        width="stretch",
        alt="Training digits as they are, and below as the network sees them",
    )
    st.caption("First row: digits as they are. Below: what the network is shown.")
