"""The settings of a training, in the three groups that one thinks of them in."""

import numpy as np
import streamlit as st

from core.config.active_settings import active_settings
from core.config.augmentations import CUSTOM, SLIDERS
from core.data import Dataset
from core.data.mixture import Mixture, mix
from core.figures.montage import enlarged, montage
from core.networks.architectures import ARCHITECTURES
from pages.ui.setting_controls import control
from pages.ui.train import form

_PREVIEWED = 20
_PREVIEW_COLUMNS = 10


def network_controls() -> None:
    """Show what the network is made of: only what its architecture leaves open."""
    architecture = ARCHITECTURES[str(control("architecture"))]
    st.caption(architecture.teaches)
    matter = active_settings(form.configuration())
    names = ["conv_blocks", "filters", "kernel", "normalization", "hidden_layers", "units"]
    _in_two_columns([n for n in (*names, "activation", "dropout") if n in matter])
    control("output")


def learning_controls() -> None:
    """Show how the network learns."""
    _in_two_columns(["epochs", "batch_size", "learning_rate", "optimizer"])
    control("schedule")
    config = form.configuration()
    control("loss", without=("binary",) if config.output != "sigmoid" else ())
    _in_two_columns(
        [n for n in ("weight_decay", "monitor", "patience") if n in active_settings(config)]
    )


def data_controls(dataset: Dataset) -> None:
    """Show which digits it learns from, and how they are changed."""
    _in_two_columns(["train_fraction", "validation_fraction", "fold", "label_noise", "seed"])
    refusable = form.can_learn_refusal(form.configuration().to_dict())
    augmentation = control("augmentation", without=() if refusable else ("world",))
    if augmentation == CUSTOM:
        _in_two_columns(list(SLIDERS))
    if form.configuration().mixture != Mixture():
        _preview(dataset)


def _in_two_columns(names: list[str]) -> None:
    # Row by row, so that the order on a phone, where columns follow one another, stays the same.
    for pair in zip(names[::2], [*names[1::2], None], strict=False):
        for column, name in zip(st.columns(2), pair, strict=True):
            if name is not None:
                with column:
                    control(name)


def _preview(dataset: Dataset) -> None:
    digits = dataset.train
    mixture = form.configuration().mixture
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
