"""What a training will be: its layers, and how long it takes."""

import pandas as pd
import streamlit as st

from core.config.train_config import TrainConfig
from core.data import Dataset
from core.formats import count, duration
from core.networks.architectures import costs
from core.networks.layers import describe
from core.training.time_estimate import planned_seconds
from pages.ui import cache


def time_estimate(config: TrainConfig, dataset: Dataset) -> None:
    """Say how long the training will take on this machine."""
    seconds = planned_seconds(config, len(dataset.train)) * cache.slowness(dataset)
    st.caption(
        f"about **{duration(seconds)}**",
        help="Estimated from the work of the layers and from how long trainings took here before. "
        "Others that wait or run beside it come on top.",
    )


def layer_table(config: TrainConfig) -> None:
    """Show what each layer puts out, how many parameters it has and its share of the work."""
    layers = costs(config)
    work = max(1, sum(cost.multiply_adds for cost in layers))
    rows = [
        (describe(cost.layer), cost.output_shape, cost.parameters, cost.multiply_adds / work)
        for cost in layers
    ]
    rows.append((config.output.capitalize(), layers[-1].output_shape, 0, 0.0))
    names, shapes, parameters, shares = zip(*rows, strict=True)
    table = pd.DataFrame(
        {
            "Layer": names,
            "Output": [" x ".join(map(str, shape)) for shape in shapes],
            "Parameters": parameters,
            "Work": [100 * share for share in shares],
        }
    )
    st.markdown(
        f"**{count(sum(parameters))} parameters**, {count(work)} multiply-adds for each digit",
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
            "Work": st.column_config.NumberColumn(format="%.1f %%", width="small"),
        },
        alt="Layers of the network with output shape, parameters and share of the work",
    )
