"""What a training will be: its layers, and how long it takes."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core import glossary
from core.config.train_config import TrainConfig
from core.data import Dataset
from core.formats import count, duration
from core.networks.architectures import costs
from core.networks.layers import LayerCost, describe
from core.networks.stages import layer_term
from core.training.time_estimate import expected_seconds
from pages.ui import cache


def time_estimate(config: TrainConfig, preset: str, dataset: Dataset) -> None:
    """Say how long the training will take on this machine."""
    seconds = expected_seconds(config, preset, len(dataset.train)) * cache.slowness(dataset)
    st.caption(
        f"about **{duration(seconds)}**",
        help="From how long the preset took when it was measured on two cores, from the work of "
        "the layers, and from how long trainings took here before. "
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
            "Output shape": [" x ".join(map(str, shape)) for shape in shapes],
            "Parameters": parameters,
            "Share of the work": [100 * share for share in shares],
        }
    )
    st.markdown(
        f"**{count(sum(parameters))} parameters**, {count(work)} multiply-adds for each digit",
        help=f"Parameters: {glossary.term('Parameters').meaning} "
        f"Multiply-adds: {glossary.term('Multiply-adds').meaning}",
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "Layer": st.column_config.TextColumn(width=190),
            "Output shape": st.column_config.TextColumn(width=95),
            "Parameters": st.column_config.NumberColumn(format="localized", width=90),
            "Share of the work": st.column_config.NumberColumn(format="%.1f %%", width=130),
        },
        alt="Layers of the network with output shape, parameters and share of the work",
    )
    with st.popover("What these layers do", icon=":material/help:", key="layers_explained"):
        st.markdown("\n\n".join(_explained(term) for term in _terms(layers, config.output)))


def _terms(layers: Sequence[LayerCost], output: str) -> list[str]:
    terms = [*(layer_term(cost.layer) for cost in layers), output.capitalize()]
    return list(dict.fromkeys(terms))


def _explained(term: str) -> str:
    return f"**{term}**: {glossary.help_text(term)}"
