"""Evaluate: from one number to the very digits behind it."""

from math import ceil

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from core import figures
from core.analysis import Evaluation
from core.data import Dataset
from core.formats import count, interval, percent
from core.training.runs import Run
from pages.ui import cache
from pages.ui.cells import matrix
from pages.ui.gallery import Tile, gallery
from pages.ui.navigation import query_number
from pages.ui.notices import dataset_notice
from pages.ui.runs import pick_usable_run

_PAGE_SIZE = 48


def render() -> None:
    """Lay out the page."""
    dataset = cache.dataset()
    st.title("Evaluate a model")
    st.markdown(
        "What does a model get wrong, and how do those digits look? Click a cell of the matrix."
    )
    dataset_notice(dataset)
    run = pick_usable_run()
    if run is None:
        return
    evaluation = cache.evaluation(run, dataset)
    _headline(run, dataset, evaluation)
    _confusions(run, dataset, evaluation)
    _per_class(evaluation)
    _calibration(evaluation)


@st.fragment
def _confusions(run: Run, dataset: Dataset, evaluation: Evaluation) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        cell = matrix(evaluation.confusion_matrix)
    with right:
        _digits(run, dataset, evaluation, cell)


def _headline(run: Run, dataset: Dataset, evaluation: Evaluation) -> None:
    if run.info.fingerprint != dataset.fingerprint:
        st.caption(
            f"Trained on {run.info.dataset_title}, judged here on the {dataset.title.lower()}."
        )
    with st.container(horizontal=True, gap="medium"):
        _metrics(evaluation)


def _metrics(evaluation: Evaluation) -> None:
    st.metric(
        "Accuracy",
        percent(evaluation.accuracy),
        help="The share of the test digits that the model recognises. With so many digits the "
        f"true share lies between {interval(evaluation.accuracy_interval)} (95 % interval).",
        width="content",
    )
    st.metric(
        "Mistakes",
        f"{count(evaluation.errors)} of {count(len(evaluation.labels))}",
        help="Test digits taken for another digit.",
        width="content",
    )
    st.metric(
        "Loss",
        f"{evaluation.loss:.4f}",
        help="Mean cross-entropy: how surprised the model is by the right answers. A model that "
        "is wrong and sure of it has a high loss.",
        width="content",
    )


def _digits(
    run: Run, dataset: Dataset, evaluation: Evaluation, cell: tuple[int, int] | None
) -> None:
    indices, title = _chosen(evaluation, cell)
    st.subheader(title)
    if not len(indices):
        st.info("There is no such digit. Click another cell of the matrix.")
        return
    place = st.container()
    pages = ceil(len(indices) / _PAGE_SIZE)
    page = st.pagination(pages, key=f"page_{run.id}_{cell}") if pages > 1 else 1
    shown = indices[(page - 1) * _PAGE_SIZE : page * _PAGE_SIZE]
    with place:
        st.caption(
            f"{count(len(indices))} digits, the worst first: those whose right answer the model "
            "thought least likely. Captions read actual → predicted."
        )
        gallery(
            dataset.test.images[shown],
            [_tile(index, evaluation) for index in shown.tolist()],
            label=title,
            key="mistakes",
            on_click=_open,
            selected=query_number("digit", len(dataset.test)),
        )
        _detail(dataset, evaluation)


def _chosen(evaluation: Evaluation, cell: tuple[int, int] | None) -> tuple[NDArray[np.int64], str]:
    if cell is None:
        return evaluation.mistakes(), "All mistakes"
    actual, predicted = cell
    if actual == predicted:
        return evaluation.cell(actual, predicted), f"{actual} recognised as {predicted}"
    return evaluation.cell(actual, predicted), f"{actual} taken for {predicted}"


def _tile(index: int, evaluation: Evaluation) -> Tile:
    label, predicted = evaluation.labels[index], evaluation.predictions[index]
    sure = percent(evaluation.probabilities[index, predicted], 0)
    words = f"number {index}, a {label} taken for a {predicted} with {sure}"
    return Tile(index, f"{label} → {predicted}", words)


def _open(index: int) -> None:
    st.query_params["digit"] = str(index)


def _detail(dataset: Dataset, evaluation: Evaluation) -> None:
    index = query_number("digit", len(dataset.test))
    if index is None:
        return
    label = evaluation.labels[index]
    left, right = st.columns(2)
    left.plotly_chart(
        figures.digit(dataset.test.images[index], f"Number {index}, a {label}"),
        key="digit_pixels",
        config={"displayModeBar": False},
        alt=f"Pixels of a handwritten {label}",
    )
    right.plotly_chart(
        figures.probability_bars(evaluation.probabilities[index]),
        key="digit_probabilities",
        config={"displayModeBar": False},
        alt="Probability of each digit",
    )


def _per_class(evaluation: Evaluation) -> None:
    scores = evaluation.per_class
    table = pd.DataFrame(
        {
            "Digit": range(10),
            "Precision": scores.precision,
            "Recall": scores.recall,
            "F1": scores.f1,
            "Test digits": scores.support,
        }
    )
    share = {"format": "percent", "min_value": 0.0, "max_value": 1.0}
    st.subheader("Each digit")
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            "Precision": st.column_config.ProgressColumn(
                help="Of all that the model called this digit: the share that is one.", **share
            ),
            "Recall": st.column_config.ProgressColumn(
                help="Of all that are this digit: the share that the model found.", **share
            ),
            "F1": st.column_config.ProgressColumn(
                help="The harmonic mean of both: high only where both are.", **share
            ),
        },
        alt="Precision, recall, F1 and number of test digits of each class",
    )


def _calibration(evaluation: Evaluation) -> None:
    st.subheader("Are its probabilities right?")
    chart, words = st.columns(2, gap="large")
    chart.plotly_chart(
        figures.reliability(evaluation.reliability),
        key="reliability",
        config={"displayModeBar": False},
        alt="Share of right answers against the probability told, beside the line of equality",
    )
    with words:
        st.metric(
            "Calibration error",
            percent(evaluation.reliability.error),
            help="The expected calibration error: how far the probability told and the share of "
            "right answers lie apart, on average over all test digits.",
        )
        st.markdown(
            "Of the digits that a model calls with 90 %, nine in ten should be right: a point "
            "below the line means that it is too sure of itself, above it that it is too modest. "
            "The larger a point, the more test digits it stands for; most are near 100 %. "
            "One number, the temperature, found on the validation digits, sets how sure it is."
        )


if __name__ == "__main__":  # Streamlit found this file first, by its place in `pages`
    from streamlit_app import main

    main()
