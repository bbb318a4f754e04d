"""The training digits that a model finds most alike to one digit."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.data import Dataset
from core.formats import with_article
from core.runs.run import Run
from pages.ui import cache
from pages.ui.gallery import Tile, gallery


def nearest_neighbours(run: Run, dataset: Dataset, image: NDArray[np.uint8]) -> None:
    """Show the five of `image`, (28, 28) uint8; the first time for a run with its progress."""
    st.markdown(
        "**Nearest neighbours** among the training digits",
        help=glossary.help_text("Nearest neighbours"),
    )
    index = cache.neighbour_index(run, dataset)
    indices = cache.inspection(run, dataset).neighbours(image, index)
    labels = dataset.train.labels[indices]
    gallery(
        dataset.train.images[indices],
        [
            Tile(i, str(label), f"training digit {i}, {with_article(label)}", f"explore?digit={i}")
            for i, label in zip(indices.tolist(), labels.tolist(), strict=True)
        ],
        label="Nearest neighbours among the training digits",
        key="neighbours",
    )
