"""Why a model says what it says of one digit: pixels, likes, layers, and other models' answers."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.analysis.saliency import occlusion
from core.data import CLASS_COUNT
from core.runs.run import Run
from pages.ui import cache
from pages.ui.digit.nearest_neighbours import nearest_neighbours
from pages.ui.errors import explained
from pages.ui.predict.layer_maps import layer_maps
from pages.ui.predict.other_models import other_models

_VIEWS = {
    "occlusion": "Occlusion sensitivity",
    "gradients": "Integrated gradients",
    "neighbours": "Nearest neighbours",
    "maps": "Feature maps",
    "models": "Other models",
}
_HEIGHT = 300


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
        default="occlusion",
        required=True,
        key="why_view",
        label_visibility="collapsed",
        persist_state="session",
    )
    with explained():
        if view == "neighbours":
            nearest_neighbours(run, cache.dataset(), image)
        elif view == "maps":
            layer_maps(run, image)
        elif view == "models":
            other_models(run, image)
        else:
            _saliency(run, image, predicted, view)


def _saliency(run: Run, image: NDArray[np.uint8], predicted: int, view: str) -> None:
    from core.figures.explanation import saliency  # with Plotly

    target = st.segmented_control(
        "Class",
        range(CLASS_COUNT),
        default=predicted,
        required=True,
        # A key for each predicted class: another digit starts with its own.
        key=f"why_class_{predicted}",
        help="The class whose logit is explained: why it is this one, or why not that one.",
    )
    left, right = st.columns(2, gap="medium", vertical_alignment="center")
    with right:
        st.markdown(f"**{_VIEWS[view]}**: {glossary.help_text(_VIEWS[view])}")
        st.markdown(f"Orange speaks for {target}, blue against it.")
    with left:
        weights = _weights(run, image, target, view)
        title = f"Evidence for {target}"
        st.plotly_chart(
            saliency(image, weights, title).update_layout(height=_HEIGHT),
            key="why_saliency",
            config={"displayModeBar": False},
            alt=f"{title}: the digit, coloured where its pixels count",
        )


def _weights(run: Run, image: NDArray[np.uint8], target: int, view: str) -> NDArray[np.float64]:
    dataset = cache.dataset()
    if view == "gradients":
        return cache.attribution(run, dataset, image, target).contributions
    return occlusion(image, target, cache.inspection(run, dataset).logits)
