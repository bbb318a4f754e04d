"""Inside a network in training: what it looks for, what it thinks, what it mixes up."""

from html import escape

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core import glossary
from core.data import Dataset
from core.figures.confusion_heatmap import confusion_chart, confusion_table
from core.figures.montage import png_data_uri, weights_picture
from core.formats import percent
from core.runs.run import Run
from core.runs.snapshot import Snapshot, read_snapshot
from pages.ui import cache

_STYLE = """
<style>
.predictions { display: flex; flex-wrap: wrap; gap: 6px 8px; margin: 0; }
.predictions figure { margin: 0; width: 46px; text-align: center; font-size: 0.75rem; }
.predictions figcaption b { font-size: 0.9rem; }
.predictions .wrong { text-decoration: underline; text-decoration-thickness: 2px; }
.predictions img { width: 46px; height: 46px; border-radius: 4px; image-rendering: pixelated; }
.weights { width: 100%; max-width: 420px; image-rendering: pixelated; border-radius: 4px; }
</style>
"""


def network_view(run: Run) -> None:
    """Show the last snapshot of `run`, if there is one."""
    snapshot = read_snapshot(run)
    dataset = cache.dataset()
    if snapshot is None or run.info.fingerprint != dataset.fingerprint:
        return
    if len(snapshot.digits) and snapshot.digits.max() >= len(dataset.train):
        return
    left, right = st.columns(2)
    with left:
        _confusion(snapshot)
    with right:
        _predictions(snapshot, dataset)
        _weights(snapshot)


def _confusion(snapshot: Snapshot) -> None:
    if not snapshot.confusion.any():
        st.caption("The confusion matrix comes with the end of the first epoch.")
        return
    st.vega_lite_chart(
        confusion_table(snapshot.confusion),
        confusion_chart("Confusion matrix (validation)", dark=st.context.theme.type == "dark"),
        alt=f"Confusion matrix of the validation digits: {_mistakes(snapshot)} mistakes",
    )


def _mistakes(snapshot: Snapshot) -> int:
    return int(snapshot.confusion.sum() - snapshot.confusion.trace())


def _predictions(snapshot: Snapshot, dataset: Dataset) -> None:
    st.markdown("**Sample predictions**", help=glossary.help_text("Sample predictions"))
    digits = dataset.train
    figures = [
        _figure(digits.images[index], int(digits.labels[index]), probabilities)
        for index, probabilities in zip(snapshot.digits, snapshot.probabilities, strict=True)
        if 0 <= index < len(digits)
    ]
    st.html(f'{_STYLE}<div class="predictions">{"".join(figures)}</div>')


def _figure(image: NDArray[np.uint8], label: int, probabilities: NDArray[np.float32]) -> str:
    predicted, highest = int(probabilities.argmax()), float(probabilities.max())
    kind, sign = ("right", "") if predicted == label else ("wrong", "✗ ")
    words = escape(f"Actual {label}, predicted {predicted}, {percent(highest, 0)} sure")
    caption = f'<figcaption class="{kind}">{sign}<b>{predicted}</b> {percent(highest, 0)}'
    picture = f'<img src="{png_data_uri(image)}" alt="{words}">'
    return f'<figure title="{words}">{picture}{caption}</figcaption></figure>'


def _weights(snapshot: Snapshot) -> None:
    st.markdown("**First-layer filters**", help=glossary.help_text("First-layer filters"))
    picture = png_data_uri(np.ascontiguousarray(weights_picture(snapshot.weights)[..., ::-1]))
    st.html(
        f'{_STYLE}<img class="weights" src="{picture}" '
        'alt="Weights of the first layer, one small picture for each unit">'
    )
