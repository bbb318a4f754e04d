"""Two runs on the same digits."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from streamlit.delta_generator import DeltaGenerator

from core import glossary
from core.analysis.comparison import Comparison, compare
from core.analysis.evaluation_sets import EvaluationSet
from core.data import Dataset
from core.figures import evaluation as figures
from core.formats import count
from core.runs.run import Run
from pages.ui import address, cache, navigation
from pages.ui.evaluate.headline import scores
from pages.ui.evaluate.mistakes import open_among_mistakes, tile
from pages.ui.gallery import gallery
from pages.ui.markdown import plain
from pages.ui.pagination import page_of
from pages.ui.run_picker import pick_run

_PARAMETER = "with"
_PAGE_SIZE = 48
# Plotly writes on a cell as if the page behind it were white.
_NUMBERS_AS_TEXT = """<style>
.st-key-difference .heatmap-label text { fill: currentcolor !important; }
</style>"""


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
    other = pick_run("Compare with", others, asked, parameter=_PARAMETER)
    by_a = cache.evaluation_set(run, dataset, "test")
    by_b = cache.evaluation_set(other, dataset, "test")
    comparison = compare(by_a.evaluation, by_b.evaluation)
    left, right = st.columns(2, gap="large")
    _scores(left, f"A: {plain(run.title)}", by_a)
    _scores(right, f"B: {plain(other.title)}", by_b)
    st.header(comparison.conclusion(), help=glossary.help_text("McNemar's test"))
    left, right = st.columns(2, gap="large")
    with left:
        _difference(comparison)
    with right:
        _group("Corrected by B", comparison.fixed, by_a)
        _group("Newly wrong in B", comparison.broken, by_b)
        _group("Wrong in both", comparison.both_wrong, by_a)


def _scores(place: DeltaGenerator, title: str, evaluation_set: EvaluationSet) -> None:
    with place:
        st.markdown(f"**{title}**, on all test digits")
        with st.container(horizontal=True, gap="medium"):
            scores(evaluation_set.evaluation)


def _difference(comparison: Comparison) -> None:
    st.html(_NUMBERS_AS_TEXT)
    st.plotly_chart(
        figures.difference(comparison.difference),
        key="difference",
        config={"displayModeBar": False},
        alt="Confusion matrix of B minus that of A",
    )
    st.caption(
        "On the diagonal more is better: right answers that B has more (+) or fewer (-) of. Off "
        "it they are mistakes."
    )


def _group(title: str, rows: NDArray[np.int64], evaluation_set: EvaluationSet) -> None:
    st.markdown(f"**{title}: {count(len(rows))}**", help=glossary.help_text(title))
    if not len(rows):
        return
    key = "compare_" + title.lower().replace(" ", "_")
    shown = page_of(rows, _PAGE_SIZE, key=f"{key}_page")
    gallery(
        evaluation_set.images[shown],
        [tile(row, evaluation_set) for row in shown.tolist()],
        label=title,
        key=key,
        on_click=open_among_mistakes,
    )
