"""One digit closely: pixels, probabilities, what they hang on, and its likes in the training."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.analysis.evaluation_sets import EvaluationSet
from core.analysis.saliency import occlusion
from core.data import Dataset
from core.figures import dataset as dataset_figures
from core.figures import explanation as figures
from core.formats import percent
from core.runs.run import Run
from pages.ui import cache, navigation
from pages.ui.gallery import Tile, gallery

_VIEWS = {"pixels": "Pixels", "occlusion": "Occlusion", "gradients": "Integrated gradients"}
_HELP = (
    "Pixels: what the model was given. Occlusion: by how much the answer becomes less sure when "
    "the ink around a pixel is erased. Integrated gradients: how the ink of each pixel adds up "
    "to the answer, from a blank image on. Orange speaks for the answer, blue against it."
)


def inspect(
    run: Run, dataset: Dataset, judged: EvaluationSet, place: int, places: NDArray[np.int64]
) -> None:
    """Show the digit at `place` of the evaluation; `places` are those one can step through."""
    evaluation, number = judged.evaluation, int(judged.numbers[place])
    label, answer = int(evaluation.labels[place]), int(evaluation.predictions[place])
    with st.container(border=True, key="inspected"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(f"Number {number}: a {label}, {_outcome(label, answer)}")
            _steps(judged, place, places)
        left, right = st.columns(2)
        with left:
            _picture(run, dataset, judged, place)
        right.plotly_chart(
            figures.probability_bars(evaluation.probabilities[place]),
            key="digit_probabilities",
            config={"displayModeBar": False},
            alt="Probability of each digit",
        )
        _neighbours(run, dataset, judged.images[place])
        with st.container(horizontal=True):
            query = {"run": run.id, "digit": number, "of": judged.split}
            navigation.link("predict", "Open on the Predict page", ":material/draw:", **query)


def _outcome(label: int, answer: int) -> str:
    return "recognised" if label == answer else f"taken for a {answer}"


def _steps(judged: EvaluationSet, place: int, places: NDArray[np.int64]) -> None:
    (found,) = np.nonzero(places == place)
    at = int(found[0]) if len(found) else -1
    for label, key, step, icon in (
        ("Previous", "ArrowLeft", -1, ":material/chevron_left:"),
        ("Next", "ArrowRight", 1, ":material/chevron_right:"),
    ):
        to = at + step
        st.button(
            label,
            key=f"{label.lower()}_digit",
            icon=icon,
            shortcut=key,
            disabled=at < 0 or not 0 <= to < len(places),
            on_click=_go,
            args=(int(judged.numbers[places[to]]) if 0 <= to < len(places) else 0,),
        )


def _go(number: int) -> None:
    st.query_params["digit"] = str(number)


def _picture(run: Run, dataset: Dataset, judged: EvaluationSet, place: int) -> None:
    view = st.segmented_control(
        "What to see",
        list(_VIEWS),
        format_func=_VIEWS.get,
        default="pixels",
        required=True,
        key="digit_view",
        help=_HELP,
        persist_state="session",
    )
    image = judged.images[place]
    label = int(judged.evaluation.labels[place])
    answer = int(judged.evaluation.predictions[place])
    if view == "pixels":
        figure = dataset_figures.digit(image, f"A {label}")
    else:
        if view == "occlusion":
            weights = occlusion(image, answer, cache.inspection(run, dataset).logits)
            title = f"What the answer {answer} hangs on"
        else:
            found = cache.attribution(run, dataset, image, answer)
            weights = found.contributions
            title = f"What makes it a {answer} (complete within {percent(found.error)})"
        figure = figures.saliency(image, weights, title)
    st.plotly_chart(
        figure,
        key="digit_pixels",
        config={"displayModeBar": False},
        alt=f"Pixels of a handwritten {label}",
    )


def _neighbours(run: Run, dataset: Dataset, image: NDArray[np.uint8]) -> None:
    st.markdown(
        "**The training digits it finds most alike**",
        help="Nearest by the features of the last hidden layer, which is where the model decides.",
    )
    index = cache.neighbour_index(run, dataset)
    numbers = cache.inspection(run, dataset).neighbours(image, index)
    labels = dataset.train.labels[numbers]
    gallery(
        dataset.train.images[numbers],
        [
            Tile(n, f"a {label}", f"training digit {n}, a {label}", f"explore?digit={n}")
            for n, label in zip(numbers.tolist(), labels.tolist(), strict=True)
        ],
        label="Most alike among the training digits",
        key="neighbours",
    )
