"""Two runs on the same digits."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.comparison import compare
from core.analysis.evaluation_sets import EvaluationSet
from core.data import Dataset
from core.figures import evaluation as figures
from core.runs.run import Run
from pages.ui import cache, navigation
from pages.ui.evaluate.mistakes import open_among_mistakes, tile
from pages.ui.gallery import gallery
from pages.ui.markdown import plain
from pages.ui.run_picker import pick_run

_QUERY = "with"
_SHOWN = 96


def compare_with_run(run: Run, dataset: Dataset) -> None:
    """Show whether another run is better than `run`, and on which digits."""
    others = [r for r in cache.store().runs() if r.is_usable and r.id != run.id]
    if not others:
        st.info("There is no other run to compare with. Train one.")
        navigation.link("train", "Train a network", ":material/model_training:")
        return
    asked = st.query_params.get(_QUERY)
    other = pick_run("B: the run to compare with", others, asked, key=f"duel_with_{run.id}")
    st.query_params[_QUERY] = other.id
    evaluation = cache.evaluation(other, dataset)
    mine = cache.evaluation(run, dataset)
    found = compare(mine, evaluation)
    st.subheader(found.verdict())
    st.caption(
        f"A is {plain(run.title)}, B is {plain(other.title)}; both on all test digits. "
        "Fixed: A wrong, B right. Broken: the other way round. McNemar's test says how probable so "
        "uneven a split is if both were equally good; under 0.05 it is taken for a real difference."
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.plotly_chart(
            figures.difference(found.difference),
            key="difference",
            config={"displayModeBar": False},
            alt="Confusion matrix of B minus that of A",
        )
    with right:
        test = cache.evaluation_set(run, dataset, "test")
        test_of_other = cache.evaluation_set(other, dataset, "test")
        _group("Fixed by B", "fixed", found.fixed, test)
        _group("Broken by B", "broken", found.broken, test_of_other)
        _group("Wrong in both", "both", found.both_wrong, test)


def _group(title: str, key: str, places: NDArray[np.int64], judged: EvaluationSet) -> None:
    st.markdown(f"**{title}: {len(places)}**")
    shown = places[:_SHOWN]
    if len(shown):
        gallery(
            judged.images[shown],
            [tile(place, judged) for place in shown.tolist()],
            label=title,
            key=f"duel_{key}",
            on_click=open_among_mistakes,
        )
