"""What other runs say of the same digit, side by side."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.inference.prediction import predicted
from core.runs.run import Run
from core.runs.titles import unique_run_titles
from pages.ui import cache, navigation
from pages.ui.drawing.probability_bars import probability_bars
from pages.ui.errors import explained
from pages.ui.markdown import plain
from pages.ui.predict.said import said

_MOST = 4
_AT_FIRST = 2
_WIDTH = 250


def other_models(run: Run, image: NDArray[np.uint8]) -> None:
    """Show what up to four runs besides `run` say of `image`, (28, 28) uint8."""
    others = {other.id: other for other in cache.store().runs() if _is_other(other, run)}
    if not others:
        st.info("There is no other trained model yet to ask.")
        navigation.link("train", "Train a model", ":material/model_training:")
        return
    titles = dict(zip(others, unique_run_titles(list(others.values())), strict=True))
    chosen = st.multiselect(
        "Models",
        list(others),
        default=list(others)[:_AT_FIRST],
        format_func=titles.__getitem__,
        max_selections=_MOST,
        key=f"other_models_of_{run.id}",
        help="Up to four. Each is given the same 28 x 28 pixels.",
    )
    with st.container(horizontal=True, gap="medium"):
        for run_id in chosen:
            with st.container(width=_WIDTH), explained():
                _one(others[run_id], titles[run_id], image)


def _one(run: Run, title: str, image: NDArray[np.uint8]) -> None:
    outcome = cache.classifier(run)(image[np.newaxis])
    (prediction,) = predicted(outcome)
    st.markdown(f"{plain(title)}  \n**{said(prediction)}**")
    probability_bars(outcome.probabilities[0], f"probabilities_of_{run.id}")


def _is_other(other: Run, run: Run) -> bool:
    return other.is_usable and other.id != run.id
