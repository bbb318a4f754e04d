"""What there is to see before a training starts: the network, and how its preset once learned."""

import streamlit as st

from core.config.preset_results import preset_curves
from core.config.presets import PRESETS
from core.config.train_config import TrainConfig
from core.figures.learning_curve_chart import curve_chart
from core.figures.learning_curves import METRICS, CurveView, History, Metric, curve_table
from pages.ui import navigation
from pages.ui.train import form
from pages.ui.train.network_drawing import network_drawing

_SHOWN: tuple[Metric, ...] = ("loss", "accuracy")


def before_start(config: TrainConfig, *, changed: bool, runs: bool) -> None:
    """Show the form's network and the recorded curves of its preset; say where `runs` are."""
    st.subheader("The network", anchor=False)
    network_drawing(config)
    _recorded_curves(form.preset(), changed=changed)
    if runs:
        navigation.link("runs", "Earlier trainings", ":material/table_rows:")


def _recorded_curves(preset: str, *, changed: bool) -> None:
    epochs = preset_curves(preset)
    if not epochs:
        return
    title = PRESETS[preset].title
    st.subheader("Recorded when this preset was measured", anchor=False)
    history = History(title, epochs, epochs)
    for place, metric in zip(st.columns(2), _SHOWN, strict=True):
        view = CurveView(metric, smoothing=0.0)
        place.vega_lite_chart(
            curve_table([history], view),
            curve_chart([title], view, end=len(epochs), ghost=True),
            key=f"recorded_{metric}",
            alt=f"{METRICS[metric]} by epoch, recorded when the preset {title} was measured",
        )
    as_it_is = " before your changes" if changed else ""
    st.caption(f"{title}{as_it_is}. Start the training: your own curves take this place.")
