"""One digit closely: pixels, probabilities, what they hang on, and its likes in the training."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray
from plotly.graph_objects import Figure

from core.analysis.evaluation_context import EvaluationContext
from core.analysis.saliency import occlusion
from core.figures import dataset as dataset_figures
from core.figures import explanation as figures
from core.formats import percent
from pages.ui import address, cache, navigation
from pages.ui.gallery import Tile, gallery

_VIEWS = {"pixels": "Pixels", "occlusion": "Occlusion", "gradients": "Integrated gradients"}
_HELP = (
    "Pixels: what the model was given. Occlusion: by how much the prediction becomes less sure "
    "when the ink around a pixel is erased. Integrated gradients: how the ink of each pixel adds "
    "up to the prediction, from a blank image on. Orange speaks for it, blue against it."
)


def inspect(context: EvaluationContext, row: int, rows: NDArray[np.int64]) -> None:
    """Show the digit at `row` of the evaluation; `rows` are those one can step through."""
    evaluation, evaluation_set = context.evaluation, context.evaluation_set
    index = int(evaluation_set.indices[row])
    label, prediction = int(evaluation.labels[row]), int(evaluation.predictions[row])
    with st.container(border=True, key="inspected"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"Number {index}: a {label}, {_outcome(label, prediction)}")
            _steps(evaluation_set.indices, row, rows)
        left, right = st.columns(2)
        with left:
            _picture(context, row)
        right.plotly_chart(
            figures.probability_bars(evaluation.probabilities[row]),
            key="digit_probabilities",
            config={"displayModeBar": False},
            alt="Probability of each digit",
        )
        _neighbours(context, evaluation_set.images[row])
        with st.container(horizontal=True):
            navigation.link(
                "predict",
                "Open on the Predict page",
                ":material/draw:",
                run=context.run.id,
                digit=index,
                of=evaluation_set.split,
            )


def _outcome(label: int, prediction: int) -> str:
    return "recognised" if label == prediction else f"taken for a {prediction}"


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
            on_click=_go,
            args=(int(indices[rows[(at or 0) + step]]) if there else 0,),
        )


def _go(index: int) -> None:
    address.choose(digit=index)


def _picture(context: EvaluationContext, row: int) -> None:
    view = st.segmented_control(
        "What to see",
        list(_VIEWS),
        format_func=lambda view: _VIEWS[view],
        default="pixels",
        required=True,
        key="digit_view",
        help=_HELP,
        persist_state="session",
    )
    label = int(context.evaluation.labels[row])
    st.plotly_chart(
        _figure(context, row, view),
        key="digit_pixels",
        config={"displayModeBar": False},
        alt=f"Pixels of a handwritten {label}",
    )


def _figure(context: EvaluationContext, row: int, view: str) -> Figure:
    run, dataset, image = context.run, context.dataset, context.evaluation_set.images[row]
    prediction = int(context.evaluation.predictions[row])
    if view == "occlusion":
        weights = occlusion(image, prediction, cache.inspection(run, dataset).logits)
        return figures.saliency(image, weights, f"What the answer {prediction} hangs on")
    if view == "gradients":
        attribution = cache.attribution(run, dataset, image, prediction)
        complete = f"complete within {percent(attribution.error)}"
        title = f"What makes it a {prediction} ({complete})"
        return figures.saliency(image, attribution.contributions, title)
    return dataset_figures.digit(image, f"A {int(context.evaluation.labels[row])}")


def _neighbours(context: EvaluationContext, image: NDArray[np.uint8]) -> None:
    run, dataset = context.run, context.dataset
    st.markdown(
        "**The training digits it finds most alike**",
        help="Nearest by the features of the last hidden layer, which is where the model decides.",
    )
    index = cache.neighbour_index(run, dataset)
    indices = cache.inspection(run, dataset).neighbours(image, index)
    labels = dataset.train.labels[indices]
    gallery(
        dataset.train.images[indices],
        [
            Tile(i, f"a {label}", f"training digit {i}, a {label}", f"explore?digit={i}")
            for i, label in zip(indices.tolist(), labels.tolist(), strict=True)
        ],
        label="Most alike among the training digits",
        key="neighbours",
    )
