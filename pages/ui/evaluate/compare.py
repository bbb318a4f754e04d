"""Two runs on the same digits."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.comparison import compare
from core.analysis.evaluation_sets import EvaluationSet
from core.data import Dataset
from core.figures import evaluation as figures
from core.runs.run import Run
from pages.ui import address, cache, navigation
from pages.ui.evaluate.mistakes import open_among_mistakes, tile
from pages.ui.gallery import gallery
from pages.ui.markdown import plain
from pages.ui.run_picker import pick_run

_PARAMETER = "with"
_SHOWN = 96


def compare_with_run(run: Run, dataset: Dataset) -> None:
    """Show whether another run is better than `run`, and on which digits."""
    others = [other for other in cache.store().runs() if other.is_usable and other.id != run.id]
    if not others:
        st.info("There is no other run to compare with. Train one.")
        navigation.link("train", "Train a network", ":material/model_training:")
        return
    asked = address.value(_PARAMETER)
    if asked not in {None, run.id, *(other.id for other in others)}:
        address.reject(_PARAMETER, "There is no such run with a model; choose one from the list.")
    other = pick_run("B: the run to compare with", others, asked, parameter=_PARAMETER)
    comparison = compare(cache.evaluation(run, dataset), cache.evaluation(other, dataset))
    st.subheader(comparison.conclusion())
    st.caption(
        f"A is {plain(run.title)}, B is {plain(other.title)}; both on all test digits. "
        "Fixed: A wrong, B right. Broken: the other way round. McNemar's test says how probable so "
        "uneven a split is if both were equally good; under 0.05 it is taken for a real difference."
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.plotly_chart(
            figures.difference(comparison.difference),
            key="difference",
            config={"displayModeBar": False},
            alt="Confusion matrix of B minus that of A",
        )
    with right:
        by_a = cache.evaluation_set(run, dataset, "test")
        by_b = cache.evaluation_set(other, dataset, "test")
        _group("Fixed by B", "fixed", comparison.fixed, by_a)
        _group("Broken by B", "broken", comparison.broken, by_b)
        _group("Wrong in both", "both", comparison.both_wrong, by_a)


def _group(title: str, key: str, rows: NDArray[np.int64], evaluation_set: EvaluationSet) -> None:
    st.markdown(f"**{title}: {len(rows)}**")
    shown = rows[:_SHOWN]
    if len(shown):
        gallery(
            evaluation_set.images[shown],
            [tile(row, evaluation_set) for row in shown.tolist()],
            label=title,
            key=f"compare_{key}",
            on_click=open_among_mistakes,
        )
