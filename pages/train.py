"""Train: choose a network, start it, watch it learn."""

import pandas as pd
import streamlit as st

from core.data import Dataset
from core.formats import count
from core.training.architectures import ARCHITECTURES, costs
from core.training.config import TrainConfig
from core.training.layers import describe
from core.training.runs import PRETRAINED
from pages.ui import cache
from pages.ui.errors import explained
from pages.ui.live import watch
from pages.ui.notices import dataset_notice
from pages.ui.runs import choose, chosen_run
from pages.ui.settings import control


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    cache.jobs().tend()  # a worker gets ready while the settings are being chosen
    st.title("Train a network")
    st.markdown(
        "Choose a network and its settings, start, and watch it learn. "
        "It goes on when you leave the page."
    )
    dataset_notice(dataset)
    settings, live = st.columns([2, 3], gap="large")
    with settings:
        config = _settings()
        if st.button("Start training", type="primary", icon=":material/play_arrow:", key="start"):
            _start(config, dataset)
        _layer_table(config)
    with live:
        _run()


def _settings() -> TrainConfig:
    values = {"architecture": control("architecture")}
    architecture = ARCHITECTURES[str(values["architecture"])]
    st.caption(architecture.teaches)
    left, right = st.columns(2)
    with left:
        values["epochs"] = control("epochs")
        values["batch_size"] = control("batch_size")
    with right:
        values["learning_rate"] = control("learning_rate")
        values["optimizer"] = control("optimizer")
    values["dropout"] = control("dropout", disabled=not architecture.uses_dropout)
    with st.expander("More settings"):
        for name in ("schedule", "augmentation", "train_fraction", "validation_fraction", "seed"):
            values[name] = control(name)
    return TrainConfig.from_dict(values)


def _start(config: TrainConfig, dataset: Dataset) -> None:
    run = cache.store().create(config, dataset)
    choose(run.id)
    with explained():
        cache.jobs().submit(run)


def _layer_table(config: TrainConfig) -> None:
    layers = costs(config.architecture, config.dropout)
    work = sum(cost.multiply_adds for cost in layers)
    table = pd.DataFrame(
        {
            "Layer": [describe(cost.layer) for cost in layers],
            "Output": [" x ".join(map(str, cost.output_shape)) for cost in layers],
            "Parameters": [cost.parameters for cost in layers],
            "Work": [cost.multiply_adds / work for cost in layers],
        }
    )
    st.markdown(
        f"**{count(sum(cost.parameters for cost in layers))} parameters**, "
        f"{count(work)} multiply-adds for each digit",
        help="Parameters are the numbers that the training finds. Multiply-adds are the work of "
        "recognising one digit; training takes about three times that for each digit it sees.",
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "Layer": st.column_config.TextColumn(width="medium"),
            "Output": st.column_config.TextColumn(width="small"),
            "Parameters": st.column_config.NumberColumn(format="localized", width="small"),
            "Work": st.column_config.NumberColumn(format="percent", width="small"),
        },
        alt="Layers of the network with output shape, parameters and share of the work",
    )


def _run() -> None:
    runs = {run.id: run for run in cache.store().runs() if run.id != PRETRAINED}
    if not runs:
        st.info(
            "Nothing has been trained here yet. Start with the settings as they are: "
            "the fast CNN passes 99 % within a minute.",
            icon=":material/arrow_back:",
        )
        return
    chosen = chosen_run()
    watched = (
        runs[chosen.id] if chosen is not None and chosen.id in runs else next(iter(runs.values()))
    )
    run_id = st.selectbox(
        "Run",
        list(runs),
        index=list(runs).index(watched.id),
        format_func=lambda run_id: runs[run_id].title,
        help="A training and what came of it. All are kept until you delete their folders.",
    )
    choose(run_id)
    watch(runs[run_id])


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
