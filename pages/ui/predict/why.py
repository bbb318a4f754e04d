"""Why a model says what it says of one digit: pixels, likes, layers, and other models' answers."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.analysis.saliency import occlusion
from core.data import CLASS_COUNT
from core.runs.run import Run
from pages.ui import cache
from pages.ui.errors import explained
from pages.ui.nearest_neighbours import nearest_neighbours
from pages.ui.predict.layer_maps import layer_maps
from pages.ui.predict.other_models import other_models

_VIEWS = {
    "saliency": "Saliency",
    "neighbours": "Nearest neighbours",
    "maps": "Feature maps",
    "models": "Other models",
}
_HEIGHT = 250


def why(run: Run, image: NDArray[np.uint8], predicted: int) -> None:
    """Explain what `run` says of `image`, (28, 28) uint8 as the model gets it, on demand."""
    section = st.expander("Why", key="why", on_change="rerun")
    if section.open:
        with section:
            _views(run, image, predicted)


@st.fragment  # one view needs no other part of the page
def _views(run: Run, image: NDArray[np.uint8], predicted: int) -> None:
    view = st.segmented_control(
        "View",
        list(_VIEWS),
        format_func=_VIEWS.__getitem__,
        default="saliency",
        required=True,
        key="why_view",
        label_visibility="collapsed",
        persist_state="session",
    )
    with explained():
        if view == "saliency":
            _saliency(run, image, predicted)
        elif view == "neighbours":
            nearest_neighbours(run, cache.dataset(), image)
        elif view == "maps":
            layer_maps(run, image)
        else:
            other_models(run, image)


def _saliency(run: Run, image: NDArray[np.uint8], predicted: int) -> None:
    target = st.segmented_control(
        "Class",
        range(CLASS_COUNT),
        default=predicted,
        required=True,
        # A key for each predicted class: another digit starts with its own.
        key=f"why_class_{predicted}",
        help="Which class's logit is explained: why it is this one, or why not that one.",
    )
    left, right = st.columns(2, gap="small")
    dataset = cache.dataset()
    with left:
        falls = occlusion(image, target, cache.inspection(run, dataset).logits)
        _evidence(image, falls, "Occlusion sensitivity")
    with right:
        attribution = cache.attribution(run, dataset, image, target)
        _evidence(image, attribution.contributions, "Integrated gradients")
    st.caption(f"Orange speaks for {target}, blue against it.")


def _evidence(image: NDArray[np.uint8], weights: NDArray[np.float64], title: str) -> None:
    from core.figures.explanation import saliency  # with Plotly

    st.markdown(f"**{title}**", help=glossary.help_text(title))
    figure = saliency(image, weights, "").update_layout(height=_HEIGHT, margin_t=8, title=None)
    st.plotly_chart(
        figure,
        key=f"why_{title}",
        config={"displayModeBar": False},
        alt=f"{title}: the digit, coloured where its pixels count",
    )
