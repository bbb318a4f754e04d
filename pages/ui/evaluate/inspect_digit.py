"""One digit closely: pixels, probabilities, what they hang on, and its likes in the training."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from plotly.graph_objects import Figure

from core import glossary
from core.analysis.evaluation_context import EvaluationContext
from core.analysis.saliency import occlusion
from core.figures import dataset as dataset_figures
from core.figures import explanation as figures
from core.formats import with_article
from pages.ui import cache, navigation
from pages.ui.address.digit import close_button, open_digit
from pages.ui.digit.nearest_neighbours import nearest_neighbours

_VIEWS = {"pixels": "Pixels", "occlusion": "Occlusion", "gradients": "Integrated gradients"}
_HEIGHT = 200  # of picture and probabilities, so that both are seen beside the matrix


def inspect(context: EvaluationContext, row: int, rows: NDArray[np.int64]) -> None:
    """Show the digit at `row` of the evaluation; `rows` are those one can step through."""
    evaluation, evaluation_set = context.evaluation, context.evaluation_set
    index = int(evaluation_set.indices[row])
    label, prediction = int(evaluation.labels[row]), int(evaluation.predictions[row])
    with st.container(border=True, key="inspected"):
        st.subheader(
            f"Number {index}: {with_article(label)}, predicted as {with_article(prediction)}"
            if label != prediction
            else f"Number {index}: {with_article(label)}, recognised"
        )
        with st.container(horizontal=True, gap="small"):
            _steps(evaluation_set.indices, row, rows)
            close_button()
        view = _view()
        left, right = st.columns(2, gap="small")
        left.plotly_chart(
            _compact(_figure(context, row, view)),
            key="digit_pixels",
            config={"displayModeBar": False},
            alt=f"Pixels of a handwritten {label}",
        )
        right.plotly_chart(
            _compact(figures.probability_bars(evaluation.probabilities[row])),
            key="digit_probabilities",
            config={"displayModeBar": False},
            alt="Probability of each digit",
        )
        if view != "pixels":
            words = glossary.term(_VIEWS[view]).meaning
            st.caption(f"{words} Orange speaks for {prediction}, blue against it.")
        nearest_neighbours(context.run, context.dataset, evaluation_set.images[row])
        with st.container(horizontal=True):
            navigation.link(
                "predict",
                "Open on the Predict page",
                ":material/draw:",
                run=context.run.id,
                digit=index,
                of=evaluation_set.split,
            )


def _steps(indices: NDArray[np.int64], row: int, rows: NDArray[np.int64]) -> None:
    (places,) = np.nonzero(rows == row)
    at = int(places[0]) if len(places) else None
    with_previous, with_next = at is not None and at > 0, at is not None and at + 1 < len(rows)
    for label, key, there, step, icon in (
        ("Previous", "ArrowLeft", with_previous, -1, ":material/chevron_left:"),
        ("Next", "ArrowRight", with_next, 1, ":material/chevron_right:"),
    ):
        st.button(
            label,
            key=f"{label.lower()}_digit",
            icon=icon,
            shortcut=key,
            disabled=not there,
            on_click=open_digit,
            args=(int(indices[rows[(at or 0) + step]]) if there else 0,),
        )


def _view() -> str:
    return st.segmented_control(
        "View",
        list(_VIEWS),
        format_func=lambda view: _VIEWS[view],
        default="pixels",
        required=True,
        key="digit_view",
        label_visibility="collapsed",
        persist_state="session",
    )


def _figure(context: EvaluationContext, row: int, view: str) -> Figure:
    run, dataset, image = context.run, context.dataset, context.evaluation_set.images[row]
    prediction = int(context.evaluation.predictions[row])
    title = f"Evidence for {prediction}"
    if view == "occlusion":
        weights = occlusion(image, prediction, cache.inspection(run, dataset).logits)
        return figures.saliency(image, weights, title)
    if view == "gradients":
        attribution = cache.attribution(run, dataset, image, prediction)
        return figures.saliency(image, attribution.contributions, title)
    return dataset_figures.digit(image, "Pixels")


def _compact(figure: Figure) -> Figure:
    figure.update_layout(height=_HEIGHT)
    return figure.update_xaxes(title=None).update_yaxes(title=None)
