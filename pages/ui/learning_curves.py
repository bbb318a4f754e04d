"""The curves of one run or several, with the switches for how they are shown."""

from collections.abc import Sequence

import streamlit as st

from core.figures.learning_curves import TRAINING, VALIDATION
from core.figures.overlay import AXES, METRICS, PARTS, History, View, overlay_chart, overlay_table
from core.runs.run import Run
from core.runs.titles import unique_titles
from pages.ui import cache
from pages.ui.errors import explained

_REFRESH_SECONDS = 2.0
_BOTH = "both"
_PARTS = {_BOTH: "Both", **PARTS}


def learning_curves(runs: Sequence[Run]) -> None:
    """Show the curves of `runs`, again every two seconds while one of them is going on."""
    if any(run.status.state.is_active for run in runs):
        _live_overlay([run.id for run in runs])
    else:
        _still_overlay(runs)


@st.fragment(run_every=_REFRESH_SECONDS)
def _live_overlay(ids: Sequence[str]) -> None:
    with explained():  # someone may delete a run meanwhile
        runs = [cache.store().get(run_id) for run_id in ids]
        if not any(run.status.state.is_active for run in runs):
            st.rerun()  # nothing changes any more
        _overlay(runs)


@st.fragment  # a switch needs no other part of the page
def _still_overlay(runs: Sequence[Run]) -> None:
    _overlay(runs)


def _overlay(runs: Sequence[Run]) -> None:
    view = _switches()
    titles = list(unique_titles({run.id: run.title for run in runs}).values())
    histories = [
        History(title, run.steps(), run.epochs()) for title, run in zip(titles, runs, strict=True)
    ]
    table = overlay_table(histories, view)
    st.vega_lite_chart(
        table,
        overlay_chart(table, titles, view),
        key="overlay",
        alt=f"{METRICS[view.metric]} of {', '.join(titles)} by {AXES[view.axis].lower()}",
    )


def _switches() -> View:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        metric = st.segmented_control(
            "Measure",
            METRICS,
            default="loss",
            required=True,
            format_func=METRICS.__getitem__,
            key="overlay_metric",
            persist_state="session",
            help="Loss: how surprised the network is by the right answers. Accuracy: the share "
            "that it recognises. Mistakes: the share that it does not.",
        )
        part = st.segmented_control(
            "Curves",
            _PARTS,
            default=_BOTH,
            required=True,
            format_func=_PARTS.__getitem__,
            key="overlay_part",
            persist_state="session",
            help="Training: on the digits that it learns from, dashed. Validation: on digits that "
            "it does not learn from, a point for each epoch.",
        )
        axis = st.segmented_control(
            "Along",
            AXES,
            default="epoch",
            required=True,
            format_func=AXES.__getitem__,
            key="overlay_axis",
            persist_state="session",
            help="Step: each time the weights moved. Epoch: each time that all training digits "
            "were seen. Time: since the start of each run.",
        )
        smoothing = st.slider(
            "Smoothing",
            0.0,
            0.99,
            0.6,
            0.01,
            key="overlay_smoothing",
            persist_state="session",
            width=180,
            help="The weight of the past in the moving average of the training curve; 0 shows it "
            "as it was measured. Validation is never smoothed.",
        )
        log = st.toggle(
            "Logarithmic",
            key="overlay_log",
            persist_state="session",
            help="Equal heights are equal ratios: it shows what still gets better near zero.",
        )
    parts = (TRAINING, VALIDATION) if part == _BOTH else (part,)
    return View(metric, parts, axis, log, smoothing)
